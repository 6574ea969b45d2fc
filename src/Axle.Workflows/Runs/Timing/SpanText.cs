using System.Globalization;

namespace Axle.Workflows.Runs.Timing;

/// <summary>Times as people read them.</summary>
internal static class SpanText
{
    /// <summary>For example <c>340 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>2 h 07 min</c>, <c>3 d 04 h</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 0.9995 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 59.95 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours:00} h"),
    };
}
