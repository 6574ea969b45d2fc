using System.Collections.Immutable;

namespace Axle.Guardrails.Policy;

/// <summary>Hours of some days.</summary>
/// <param name="From">First minute.</param>
/// <param name="To">After the last minute; before <paramref name="From"/> when the window goes over midnight.</param>
/// <param name="Days">Days on which the window begins; empty for all.</param>
/// <param name="Zone">In whose time.</param>
/// <param name="IsOutside">Whether what is outside of the window fits instead.</param>
public sealed record TimeWindow(TimeOnly From, TimeOnly To, ImmutableArray<DayOfWeek> Days, TimeZoneInfo Zone, bool IsOutside)
{
    /// <summary>Whether the time fits.</summary>
    public bool Holds(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, Zone);
        var clock = TimeOnly.FromDateTime(local.DateTime);
        var isAfterMidnight = To < From && clock < To;
        var day = isAfterMidnight ? local.AddDays(-1).DayOfWeek : local.DayOfWeek;
        var isInside = (To < From ? clock >= From || clock < To : clock >= From && clock < To) && (Days.IsEmpty || Days.Contains(day));
        return isInside != IsOutside;
    }
}
