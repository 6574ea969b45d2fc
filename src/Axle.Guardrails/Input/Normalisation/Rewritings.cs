using System.Buffers;
using System.Globalization;
using System.Text;

namespace Axle.Guardrails.Input.Normalisation;

/// <summary>
/// Views for rules alone: escapes of JSON, control characters inside words, base64 behind an equals sign or broken into lines. The model was not trained on
/// them, so it does not read them, and what it reads stays what it was trained on.
/// </summary>
internal static class Rewritings
{
    /// <summary>Views of one text.</summary>
    public const int Most = 12;

    /// <summary>Pieces of one text that are tried; whoever sends more wants the guard to be busy.</summary>
    public const int MostTries = 64;

    private const int LeastEscapes = 3;
    private const int LeastBase64 = 20;
    private const int LeastLine = 16;

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static c => (char)c).Where(static c => char.IsControl(c) && !char.IsWhiteSpace(c))]);

    /// <summary>What can be read besides; mostly nothing.</summary>
    /// <param name="views">What was read.</param>
    /// <param name="isLate">Whether the time is up.</param>
    /// <param name="isWhole">False when the time was up, or there was more than is tried: what was not read may be an attack.</param>
    public static IReadOnlyList<TextView> Of(IReadOnlyList<TextView> views, Func<bool> isLate, out bool isWhole)
    {
        var (more, tried) = (new List<TextView>(), new HashSet<string>(StringComparer.Ordinal));
        isWhole = true;
        for (var i = 0; i < views.Count + more.Count && isWhole; i++)
        {
            var above = i < views.Count ? views[i] : more[i - views.Count];
            if (above.Depth < 2 * Normaliser.MaxDepth)
                isWhole = AddBelow(views, more, above, tried, isLate);
        }

        return more;
    }

    private static bool AddBelow(IReadOnlyList<TextView> views, List<TextView> more, TextView above, HashSet<string> tried, Func<bool> isLate)
    {
        foreach (var (text, disguise) in Find(above.Text))
        {
            if (!tried.Add(text))
                continue;
            if (tried.Count > MostTries || isLate())
                return false;
            foreach (var view in Normaliser.Read(text))
            {
                if (views.Any(v => v.Text == view.Text) || more.Exists(v => v.Text == view.Text))
                    continue;
                if (more.Count >= Most)
                    return false;
                more.Add(new TextView(view.Text, above.Disguise | view.Disguise | disguise, above.Depth + 1 + view.Depth));
            }
        }

        return true;
    }

    private static IEnumerable<(string Text, Disguise Disguise)> Find(string text)
    {
        if (Unescaped(text) is { } plain)
            yield return (plain, Disguise.Escapes);
        if (text.AsSpan().ContainsAny(Controls))
            yield return (string.Concat(text.Where(static c => !Controls.Contains(c))), Disguise.Invisible);
        foreach (var piece in BehindEquals(text).Concat(BrokenLines(text)))
        {
            if (Encodings.FromBase64(piece) is { } decoded)
                yield return (decoded, Disguise.Base64);
        }
    }

    private static string? Unescaped(string text)
    {
        if (!text.Contains("\\u", StringComparison.OrdinalIgnoreCase) && !text.Contains("\\x", StringComparison.OrdinalIgnoreCase))
            return null;
        var (plain, escapes) = (new StringBuilder(text.Length), 0);
        for (var at = 0; at < text.Length;)
        {
            var (character, length) = EscapeAt(text, at);
            escapes += length > 2 ? 1 : 0;
            plain.Append(character);
            at += length;
        }

        return escapes >= LeastEscapes ? plain.ToString() : null;
    }

    private static (char Character, int Length) EscapeAt(string text, int at)
    {
        if (text[at] != '\\' || at + 1 >= text.Length)
            return (text[at], 1);
        var digits = text[at + 1] switch { 'u' or 'U' => 4, 'x' or 'X' => 2, _ => 0 };
        if (digits > 0)
        {
            return at + 2 + digits <= text.Length
                && ushort.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                    ? ((char)code, 2 + digits)
                    : ('\\', 1);
        }

        return text[at + 1] switch
        {
            'n' or 'r' or 't' => (' ', 2),
            '"' or '\'' or '/' or '\\' => (text[at + 1], 2),
            _ => ('\\', 1),
        };
    }

    // data=aWdub3Jl…: the sign pads base64, and separates a name from it.
    private static IEnumerable<string> BehindEquals(string text)
    {
        for (var sign = text.IndexOf('=', StringComparison.Ordinal); sign >= 0; sign = text.IndexOf('=', sign + 1))
        {
            var end = sign + 1;
            while (end < text.Length && Encodings.IsBase64(text[end]) && text[end] != '=')
                end++;
            if (end - sign > LeastBase64)
                yield return text[(sign + 1)..Math.Min(end, sign + Encodings.LongestPiece)];
        }
    }

    // Lines of nothing but base64, one below the other, the last of which may be short.
    private static IEnumerable<string> BrokenLines(string text)
    {
        var (joined, lines) = (new StringBuilder(), 0);
        foreach (var range in text.AsSpan().ContainsAny('\n', '\r') ? text.Split('\n') : [])
        {
            var line = range.Trim();
            var isBase64 = line.Length > 0 && line.All(Encodings.IsBase64);
            if (isBase64 && joined.Length < Encodings.LongestPiece)
                (joined, lines) = (joined.Append(line), lines + 1);
            if (isBase64 && line.Length >= LeastLine)
                continue;
            if (lines > 1 && joined.Length >= LeastBase64)
                yield return joined.ToString();
            (joined, lines) = (joined.Clear(), 0);
        }

        if (lines > 1 && joined.Length >= LeastBase64)
            yield return joined.ToString();
    }
}
