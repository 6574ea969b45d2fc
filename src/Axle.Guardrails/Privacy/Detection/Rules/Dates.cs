using Axle.Guardrails.Privacy.Identifiers;

namespace Axle.Guardrails.Privacy.Detection.Rules;

/// <summary>Days written in digits.</summary>
internal static class Dates
{
    /// <summary>Whether it is a day, with or without a time of day after it: 1990-12-30 04:51:40, 8/31/1970, 31.8.70.</summary>
    public static bool IsDate(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        if (blank > 0)
            return IsDay(text.AsSpan(0, blank)) && IsTime(text.AsSpan(blank + 1));
        return IsDay(text);
    }

    private static bool IsTime(ReadOnlySpan<char> text) =>
        text.Length is >= 4 and <= 8 && text.Contains(':') && !text.ContainsAnyExceptInRange('0', ':');

    private static bool IsDay(ReadOnlySpan<char> text)
    {
        if (text.Length is < 6 or > 10)
            return false;
        var separator = text.IndexOfAny('/', '-', '.');
        if (separator < 1)
            return false;
        Span<int> parts = stackalloc int[3];
        var count = 0;
        var lengths = 0;
        foreach (var range in text.Split(text[separator]))
        {
            var part = text[range];
            if (count == 3 || part.Length is not (1 or 2 or 4) || part.ContainsAnyExceptInRange('0', '9'))
                return false;
            lengths = lengths * 10 + part.Length;
            parts[count++] = int.Parse(part, provider: null);
        }

        if (count != 3)
            return false;
        if (lengths / 100 == 4)
            return parts[0] is > 1800 and < 2200 && Digits.IsDay(parts[0], parts[1], parts[2]);
        var year = lengths % 10 == 4 ? parts[2] : lengths % 10 == 2 && text[separator] != '-' ? 1900 + parts[2] : -1;
        return year is > 1800 and < 2200 && (Digits.IsDay(year, parts[0], parts[1]) || Digits.IsDay(year, parts[1], parts[0]));
    }
}
