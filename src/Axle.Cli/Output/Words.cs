using System.Globalization;
using System.Text.Json;

namespace Axle.Cli.Output;

/// <summary>How times, statuses and counts are written for people.</summary>
internal static class Words
{
    /// <summary>For example <c>340 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>2 h 07 min</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };

    /// <summary>Date and time of day to the second, in the reader's zone.</summary>
    public static string Of(DateTimeOffset time, TimeProvider clock) =>
        TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Time of day to the millisecond, in the reader's zone.</summary>
    public static string TimeOfDay(DateTimeOffset time, TimeProvider clock) =>
        TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A name as files and JSON have it, for example <c>rateLimited</c>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>For example <c>1 step</c>, <c>3 steps</c>.</summary>
    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>Text on one line, cut where it is too long.</summary>
    public static string OneLine(string text, int longest)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= longest ? line : $"{line[..(longest - 1)]}…";
    }

    /// <summary>The first sentences of a text, as many as fit.</summary>
    public static string FirstSentences(string text, int longest)
    {
        var line = OneLine(text, int.MaxValue);
        if (line.Length <= longest)
            return line;
        var end = line.LastIndexOf(". ", longest - 1, StringComparison.Ordinal);
        return end > 0 ? line[..(end + 1)] : OneLine(line, longest);
    }
}
