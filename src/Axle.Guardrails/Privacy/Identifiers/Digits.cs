namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Reading numbers and dates out of identifiers.</summary>
internal static class Digits
{
    /// <summary>Whether the text consists of ASCII digits, as many as said.</summary>
    public static bool Are(ReadOnlySpan<char> text, int count) => text.Length == count && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>The text without the characters named, nothing else changed.</summary>
    public static string Without(string text, string characters) =>
        text.AsSpan().ContainsAny(characters) ? string.Concat(text.Where(c => !characters.Contains(c, StringComparison.Ordinal))) : text;

    /// <summary>The number that digits from a place on mean.</summary>
    public static int Number(string digits, int start, int count)
    {
        var number = 0;
        foreach (var c in digits.AsSpan(start, count))
            number = number * 10 + (c - '0');
        return number;
    }

    /// <summary>Whether there is such a day.</summary>
    public static bool IsDay(int year, int month, int day) =>
        year is > 0 and < 10_000 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>Whether there is such a day in this century or the last; for years of two digits.</summary>
    public static bool IsDayOfSomeCentury(int yearOfCentury, int month, int day) =>
        IsDay(1900 + yearOfCentury, month, day) || IsDay(2000 + yearOfCentury, month, day);
}
