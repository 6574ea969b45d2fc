using System.Collections.Immutable;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Schedules;

/// <summary>
/// What a schedule has to start now. Pure. A time is missed when it is more than <see cref="OnTime"/> ago, or when a later one has come
/// already: nobody was there, or the clock was set forward.
/// </summary>
/// <param name="Times">The times to start a run for, oldest first.</param>
/// <param name="Reached">The time until which nothing is left to do once these were started.</param>
public sealed record DueStarts(ImmutableArray<DateTimeOffset> Times, DateTimeOffset Reached)
{
    /// <summary>However many were missed, no more are made up for: the latest ones count.</summary>
    public const int MostStarts = 1000;

    /// <summary>So late a start is still on time.</summary>
    public static TimeSpan OnTime { get; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A clock that is set back by less than this repeats nothing, and the schedule waits until the clock is where it was. When it is set back
    /// further, what it showed before was wrong, and the schedule goes on from now; starts are idempotent, so none happens twice.
    /// </summary>
    public static TimeSpan SetBack { get; } = TimeSpan.FromHours(1);

    /// <summary>What is due.</summary>
    /// <param name="clock">When the schedule is due.</param>
    /// <param name="missed">What happens to what was missed.</param>
    /// <param name="reached">The time until which nothing is left to do.</param>
    /// <param name="now">The time.</param>
    public static DueStarts At(ScheduleClock clock, MissedStartChoice missed, DateTimeOffset reached, DateTimeOffset now)
    {
        if (reached - now > SetBack)
            return new DueStarts([], now);
        var times = clock.Latest(reached, now, missed == MissedStartChoice.All ? MostStarts : 1);
        if (times.IsEmpty)
            return new DueStarts([], reached);
        return new DueStarts(missed == MissedStartChoice.Skip && now - times[^1] > OnTime ? [] : times, times[^1]);
    }
}
