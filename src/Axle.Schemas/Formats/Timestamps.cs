using System.Globalization;
using System.Text.RegularExpressions;

namespace Axle.Schemas.Formats;

/// <summary>Dates and times of RFC 3339, durations of ISO 8601 as RFC 3339 appendix A writes them.</summary>
internal static partial class Timestamps
{
    private const string DatePart = "(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)";
    private const string TimePart = "(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)";

    public static bool IsDateTime(string text) =>
        text.Length > 11 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]);

    public static bool IsDate(string text) =>
        text.Length == 10 && text.All(char.IsAscii) && text[4] == '-' && text[7] == '-'
        && Number(text, 0, 4) is >= 0 and var year && Number(text, 5, 2) is >= 1 and <= 12 and var month
        && Number(text, 8, 2) is >= 1 and var day && day <= DaysIn(year, month);

    /// <summary>A time with an offset; a leap second only where it is 23:59:60 in UTC.</summary>
    public static bool IsTime(string text)
    {
        var match = Time().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var (hour, minute, second) = (Part(match, "h"), Part(match, "m"), Part(match, "s"));
        var (offsetHour, offsetMinute) = (Part(match, "oh"), Part(match, "om"));
        if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59)
        {
            return false;
        }

        const int Day = 24 * 60;
        var offset = (match.Groups["sign"].Value == "-" ? -1 : 1) * ((offsetHour * 60) + offsetMinute);
        var minuteInUtc = (((hour * 60) + minute - offset) % Day + Day) % Day;
        return second < 60 || minuteInUtc == Day - 1;
    }

    public static bool IsDuration(string text) => Duration().IsMatch(text);

    // Year 0 exists in RFC 3339 but not in .NET; it was a leap year, as 4 was.
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth(year == 0 ? 4 : year, month);

    private static int Number(string text, int start, int length) =>
        int.TryParse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;

    private static int Part(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?<h>[0-9]{2}):(?<m>[0-9]{2}):(?<s>[0-9]{2})(?:\.[0-9]+)?(?:[Zz]|(?<sign>[+-])(?<oh>[0-9]{2}):(?<om>[0-9]{2}))\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Time();

    [GeneratedRegex(@"^P(?:[0-9]+W|(?=[0-9T])" + DatePart + @"?(?:T(?=[0-9])" + TimePart + @")?)\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Duration();
}
