using System.Text;
using System.Text.RegularExpressions;

namespace Axle.Tools.BuiltIn.Reports.Markdown;

/// <summary>Foreign text made safe for GitHub-flavoured Markdown: it shows as it is written and does nothing.</summary>
internal static partial class MarkdownText
{
    private const string Special = "\\`*_[]<>|~#!$";

    /// <summary>Text on one line, with every character escaped that Markdown gives a meaning; bare addresses do not become links.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var c in Line(text))
        {
            if (Special.Contains(c, StringComparison.Ordinal))
                result.Append('\\');
            result.Append(c == '&' ? "&amp;" : c.ToString());
        }

        var escaped = Autolink().Replace(result.ToString(), static m => m.Value[..^1] + (m.Value[^1] == '.' ? "&#46;" : "&#58;"));
        return LineStart().Replace(escaped, static m => m.Groups[1].Value + "\\" + m.Groups[2].Value);
    }

    /// <summary>Paragraphs of text, each escaped, parted by empty lines.</summary>
    public static string Paragraphs(string text) => string.Join(
        "\n\n", text.ReplaceLineEndings("\n").Split('\n').Select(static p => p.Trim()).Where(static p => p.Length > 0).Select(Escape));

    /// <summary>Text as code, with a fence that is longer than any run of backticks inside.</summary>
    /// <param name="text">The text.</param>
    /// <param name="inTable">Whether it stands in a table, where a pipe would end the cell even inside code; readers disagree on how to
    /// escape it there, so HTML stands in.</param>
    public static string InlineCode(string text, bool inTable = false)
    {
        var line = Line(text);
        if (inTable && line.Contains('|', StringComparison.Ordinal))
            return $"<code>{Escape(line).Replace("\\|", "&#124;", StringComparison.Ordinal)}</code>";
        var longest = Backticks().Matches(line).Select(static m => m.Length).DefaultIfEmpty(0).Max();
        var fence = new string('`', longest + 1);
        var space = line.StartsWith('`') || line.EndsWith('`') || line.Length == 0 ? " " : "";
        return $"{fence}{space}{line}{space}{fence}";
    }

    private static string Line(string text) => White().Replace(Wording.Plain(text), " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex White();

    [GeneratedRegex("`+", RegexOptions.NonBacktracking)]
    private static partial Regex Backticks();

    [GeneratedRegex(@"(https?|ftp|mailto|xmpp):|www\.", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Autolink();

    [GeneratedRegex(@"^([0-9]*)([-+=.)])", RegexOptions.NonBacktracking)]
    private static partial Regex LineStart();
}
