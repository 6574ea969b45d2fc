using System.Buffers;
using System.Net;
using System.Text;

namespace Axle.Tools.BuiltIn.Web;

/// <summary>The text of a page, without markup, scripts and styles. One pass; text that is no page comes out as it is.</summary>
internal static class HtmlText
{
    private static readonly string[] Unread = ["script", "style", "noscript", "template", "svg", "head"];

    private static readonly HashSet<string> Breaks = new(
        ["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "ul", "ol", "table",
            "pre", "blockquote", "hr"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes text of a page.</summary>
    public static string Of(string page)
    {
        var text = new StringBuilder(page.Length / 2);
        for (var at = 0; at < page.Length;)
        {
            var open = page.IndexOf('<', at);
            Append(text, page.AsSpan(at, (open < 0 ? page.Length : open) - at));
            if (open < 0)
            {
                break;
            }

            at = AfterTag(page, open, text);
        }

        return Tidy(text.ToString());
    }

    private static readonly SearchValues<char> NameSigns = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private static int AfterTag(string page, int open, StringBuilder text)
    {
        if (string.CompareOrdinal(page, open, "<!--", 0, 4) == 0)
        {
            return page.IndexOf("-->", open, StringComparison.Ordinal) is >= 0 and var comment ? comment + 3 : page.Length;
        }

        var close = page.IndexOf('>', open);
        if (close < 0)
        {
            return page.Length;
        }

        var head = page.AsSpan(open + 1, Math.Min(12, page.Length - open - 1)).TrimStart('/');
        var length = head.IndexOfAnyExcept(NameSigns);
        var name = (length < 0 ? head : head[..length]).ToString();
        if (Breaks.Contains(name))
        {
            text.Append('\n');
        }

        if (page[open + 1] != '/' && Unread.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            var end = page.IndexOf($"</{name}", close, StringComparison.OrdinalIgnoreCase);
            return end < 0 ? page.Length : page.IndexOf('>', end) is >= 0 and var after ? after + 1 : page.Length;
        }

        return close + 1;
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> piece) => text.Append(WebUtility.HtmlDecode(piece.ToString()));

    /// <summary>Blanks in a row become one, empty lines in a row one.</summary>
    private static string Tidy(string text)
    {
        var lines = text.Split('\n').Select(static line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var tidy = new StringBuilder();
        var empty = true;
        foreach (var line in lines)
        {
            if (line.Length > 0 || !empty)
            {
                tidy.Append(line).Append('\n');
            }

            empty = line.Length == 0;
        }

        return tidy.ToString().Trim();
    }
}
