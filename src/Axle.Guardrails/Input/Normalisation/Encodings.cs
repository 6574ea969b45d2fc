using System.Net;
using System.Text;

namespace Axle.Guardrails.Input.Normalisation;

/// <summary>Finds pieces of a text that are written in another encoding, and reads them.</summary>
internal static class Encodings
{
    private const int LeastBase64 = 20;
    private const int LeastHexBytes = 12;
    public const int LongestPiece = 16 * 1024;

    /// <summary>Pieces found at one depth; more are a sign of data, not of words.</summary>
    private const int MostPieces = 8;

    /// <summary>All pieces that become readable text.</summary>
    public static IEnumerable<(string Text, Disguise Disguise)> Find(string text) => Runs(text).Take(MostPieces).Concat(Whole(text));

    private static IEnumerable<(string Text, Disguise Disguise)> Runs(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && IsBase64(text[end]))
                end++;
            if (end - at >= LeastBase64 && FromBase64(text[at..Math.Min(end, at + LongestPiece)]) is { } decoded)
                yield return (decoded, Disguise.Base64);
            at = Math.Max(end, at + 1);
        }

        foreach (var digits in DigitRuns(text))
        {
            if (FromDigits(digits) is { } decoded)
                yield return (decoded, Disguise.Hex);
        }
    }

    private static IEnumerable<(string Text, Disguise Disguise)> Whole(string text)
    {
        if (CountOf(text, '%', char.IsAsciiHexDigit) >= 3 && Uri.UnescapeDataString(text.Replace('+', ' ')) is var unescaped && unescaped != text)
            yield return (unescaped, Disguise.Percent);
        if (CountOf(text, '&', static next => next == '#' || char.IsAsciiLetter(next)) >= 3
            && WebUtility.HtmlDecode(text) is var decoded && decoded != text)
            yield return (decoded, Disguise.Entities);
    }

    private static int CountOf(string text, char sign, Func<char, bool> isFollowedBy)
    {
        var count = 0;
        for (var at = text.IndexOf(sign, StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf(sign, at + 1))
            count += isFollowedBy(text[at + 1]) ? 1 : 0;
        return count;
    }

    public static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '_' or '-' or '=';

    public static string? FromBase64(string run)
    {
        var digits = run.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        digits = digits[..(digits.Length - (digits.Length % 4 == 1 ? 1 : 0))];
        var padded = digits.PadRight((digits.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var count) ? Readable(bytes.AsSpan(0, count)) : null;
    }

    /// <summary>Hexadecimal digits in pairs, or groups of eight binary ones, with or without <c>\x</c>, <c>0x</c>, blanks and commas between them.</summary>
    private static IEnumerable<string> DigitRuns(string text)
    {
        var digits = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiHexDigit(text[i]))
                digits.Append(text[i]);
            else if (i < text.Length && (text[i] is ' ' or ',' or '\\' or ':' || (text[i] == 'x' && i > 0 && text[i - 1] is '\\' or '0')))
                _ = text[i] == 'x' && digits.Length > 0 && digits[^1] == '0' && i > 0 && text[i - 1] == '0' ? digits.Remove(digits.Length - 1, 1) : digits;
            else
            {
                if (digits.Length >= 2 * LeastHexBytes)
                    yield return digits.ToString(0, Math.Min(digits.Length, LongestPiece));
                digits.Clear();
            }
        }
    }

    private static string? FromDigits(string digits)
    {
        if (digits.AsSpan().IndexOfAnyExcept("01") < 0)
        {
            if (digits.Length % 8 != 0)
                return null;
            return Readable([.. digits.Chunk(8).Select(static octet => Convert.ToByte(new string(octet), 2))]);
        }

        return digits.Length % 2 == 0 ? Readable(Convert.FromHexString(digits)) : null;
    }

    /// <summary>The bytes as text, when nearly all of it is letters, signs and blanks, and there is a word in it.</summary>
    private static string? Readable(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
            return null;
        var text = Encoding.UTF8.GetString(bytes);
        var (good, letters) = (0, 0);
        foreach (var unit in text)
        {
            good += !char.IsControl(unit) || char.IsWhiteSpace(unit) ? 1 : 0;
            good -= unit == '\uFFFD' ? 1 : 0;
            letters += char.IsLetter(unit) || unit == ' ' ? 1 : 0;
        }

        return good == text.Length && letters * 10 >= text.Length * 7 ? text : null;
    }
}
