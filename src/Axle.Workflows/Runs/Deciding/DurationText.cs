using System.Globalization;

namespace Axle.Workflows.Runs.Deciding;

internal static class DurationText
{
    /// <summary>A duration as the language writes it: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>7d</c>.</summary>
    public static string Of(TimeSpan span)
    {
        var (value, unit) = span switch
        {
            { Ticks: var t } when t % TimeSpan.TicksPerDay == 0 => (span.TotalDays, "d"),
            { Ticks: var t } when t % TimeSpan.TicksPerHour == 0 => (span.TotalHours, "h"),
            { Ticks: var t } when t % TimeSpan.TicksPerMinute == 0 => (span.TotalMinutes, "m"),
            { Ticks: var t } when t % TimeSpan.TicksPerSecond == 0 => (span.TotalSeconds, "s"),
            _ => (span.TotalMilliseconds, "ms"),
        };
        return value.ToString(CultureInfo.InvariantCulture) + unit;
    }
}
