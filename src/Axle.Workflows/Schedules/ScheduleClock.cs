using System.Collections.Immutable;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Schedules;

/// <summary>
/// When a schedule is due. Pure. All times are UTC. An interval counts from 1970-01-01T00:00Z (as Temporal's schedules do), so that every
/// process has the same times whenever it was started, and <c>every: 15m</c> is due at the quarters of an hour.
/// </summary>
public sealed class ScheduleClock
{
    private readonly CronLine? _cron;
    private readonly long _every;

    private ScheduleClock(CronLine? cron, TimeSpan every, string text)
    {
        _cron = cron;
        _every = every.Ticks;
        Text = text;
    }

    /// <summary>The schedule in a line: <c>cron 0 6 * * 1-5 Europe/Berlin</c>, <c>every 15m</c>. Equal text means equal times.</summary>
    public string Text { get; }

    /// <summary>The clock of a trigger.</summary>
    /// <exception cref="AxleException">Validation: the line or the zone is none, or the time never comes.</exception>
    public static ScheduleClock Of(ScheduleTrigger trigger)
    {
        if (trigger.Cron is not { } line)
        {
            return trigger.Every is { } every && every > TimeSpan.Zero
                ? new ScheduleClock(null, every, $"every {DurationText.Write(every)}")
                : throw new AxleException(ErrorKind.Validation, "A schedule needs 'cron' or an 'every' of more than no time.");
        }

        var cron = CronLine.Parse(line, trigger.Timezone);
        return cron.Next(DateTimeOffset.UnixEpoch) is not null
            ? new ScheduleClock(cron, TimeSpan.Zero, $"cron {line} {trigger.Timezone ?? "UTC"}")
            : throw new AxleException(ErrorKind.Validation, $"The cron line '{line}' never comes: there is no such day in any month it names.");
    }

    /// <summary>The first time after this one; null when there is none any more.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _cron is null ? Interval(after) : _cron.Next(after);

    /// <summary>The latest times after one and until another, oldest first: at most <paramref name="limit"/> of them.</summary>
    public ImmutableArray<DateTimeOffset> Latest(DateTimeOffset after, DateTimeOffset until, int limit)
    {
        // Only forward, in ever longer stretches before the end: Cronos looking back puts times that fall into a gap a second before it.
        for (var stretch = TimeSpan.FromHours(1); ; stretch *= 2)
        {
            var isAll = until - after <= stretch;
            var times = new Queue<DateTimeOffset>();
            for (var at = Next(isAll ? after : until - stretch); at <= until; at = Next(at.Value))
            {
                if (times.Count == limit)
                    times.Dequeue();
                times.Enqueue(at.Value);
            }

            if (isAll || times.Count == limit)
                return [.. times];
        }
    }

    private DateTimeOffset? Interval(DateTimeOffset after)
    {
        var since = (after - DateTimeOffset.UnixEpoch).Ticks;
        var count = Math.DivRem(since, _every, out var rest) - (rest < 0 ? 1 : 0) + 1;
        var due = (Int128)count * _every;
        return due <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks && due >= -DateTimeOffset.UnixEpoch.Ticks
            ? DateTimeOffset.UnixEpoch.AddTicks((long)due)
            : null;
    }
}
