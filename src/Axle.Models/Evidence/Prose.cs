using System.Globalization;

namespace Axle.Models.Evidence;

/// <summary>Small pieces of English.</summary>
internal static class Prose
{
    private const int LongestSentence = 600;

    /// <summary>One line, trimmed and cut to a bearable length.</summary>
    public static string Clean(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestSentence ? line : Cut(line, LongestSentence);
    }

    /// <summary>Cuts at a space where there is one near, never inside a surrogate pair, and marks the cut.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        if (length <= 1)
            return length == 1 && !char.IsSurrogate(text[0]) ? text[..1] : length == 1 ? "…" : "";
        var end = text.LastIndexOf(' ', length - 1);
        if (end < length / 2)
            end = length - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end].TrimEnd() + "…";
    }

    /// <summary>With a full stop at the end.</summary>
    public static string Sentence(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 || trimmed[^1] is '.' or '!' or '?' or '…' ? trimmed : trimmed + ".";
    }

    /// <summary>Without the full stop, for use inside a sentence.</summary>
    public static string Clause(string text) => text.Trim().TrimEnd('.', ' ');

    /// <summary>"1 finding", "2 findings".</summary>
    public static string Count(long number, string noun, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {(number == 1 ? noun : plural ?? noun + "s")}");

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> parts) => parts.Count switch
    {
        0 => "",
        1 => parts[0],
        _ => $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}",
    };

    /// <summary>First letter large.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>First sentence of a text.</summary>
    public static string FirstSentence(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is '.' or '!' or '?' && char.IsWhiteSpace(text[i + 1]))
                return text[..(i + 1)];
        }

        return Sentence(text);
    }
}
