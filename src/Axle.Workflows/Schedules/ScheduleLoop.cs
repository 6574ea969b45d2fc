namespace Axle.Workflows.Schedules;

/// <summary>
/// Keeps one schedule: sleeps until it is due, starts what is due, writes that down. Start comes before writing, and the start is
/// idempotent: whoever dies between the two, or does it at the same time as another process, starts nothing twice.
/// </summary>
internal sealed class ScheduleLoop(Schedule schedule, ScheduleBook book, Func<TriggeredStart, CancellationToken, Task> start, TimeProvider time)
{
    /// <summary>A clock that was set is noticed after so long: timers do not follow it. Looking at the clock is all that happens then.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Why the last try failed, while it is tried again.</summary>
    public string? Trouble { get; private set; }

    public Schedule Schedule => schedule;

    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (true)
        {
            DateTimeOffset? next;
            try
            {
                next = await PassAsync(stopping);
                (Trouble, pause) = (null, FirstPause);
                if (next is null)
                    return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                Trouble = exception.Message;
                next = time.GetUtcNow() + pause;
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            await SleepUntilAsync(next.Value, stopping);
        }
    }

    /// <summary>Does what is due; gives when there is more to do.</summary>
    private async Task<DateTimeOffset?> PassAsync(CancellationToken stopping)
    {
        while (true)
        {
            var (state, version) = await book.OpenAsync(schedule.Id, schedule.Clock.Text, stopping);
            var now = time.GetUtcNow();
            var due = schedule.DueAt(state, now);
            if (state.PausedBy is not null || due.Reached == state.Reached)
                return schedule.Clock.Next(state.Reached > now ? state.Reached : now);
            await CatchUpAsync(state, version, due, stopping);
        }
    }

    /// <summary>Starts what is due, until done or until another process changed the schedule: then what is left is read anew.</summary>
    private async Task CatchUpAsync(ScheduleState state, long version, DueStarts due, CancellationToken stopping)
    {
        foreach (var at in due.Times)
        {
            state = await StartAsync(state, at, stopping);
            if (await book.TryWriteAsync(schedule.Id, state, version, stopping) is not { } written)
                return;
            version = written;
        }

        if (due.Times.IsEmpty)
            await book.TryWriteAsync(schedule.Id, state with { Reached = due.Reached }, version, stopping);
    }

    private async Task<ScheduleState> StartAsync(ScheduleState state, DateTimeOffset at, CancellationToken stopping)
    {
        try
        {
            await start(schedule.StartAt(at), stopping);
            return state with { Reached = at, LastStart = at, Error = null };
        }
        catch (AxleException exception) when (!exception.Error.Kind.IsTransient())
        {
            // Another try would fail alike: the next time may not.
            return state with { Reached = at, Error = exception.Message };
        }
    }

    /// <summary>Sleeps until then, or until the clock was set back: what is due next may be another time now.</summary>
    private async Task SleepUntilAsync(DateTimeOffset due, CancellationToken stopping)
    {
        var before = time.GetUtcNow();
        for (var now = before; now < due && now >= before; now = time.GetUtcNow())
        {
            before = now;
            // In whole milliseconds, rounded up: timers drop the rest and would ring early.
            var sleep = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min((due - now).TotalMilliseconds, LongestSleep.TotalMilliseconds)));
            await Task.Delay(sleep, time, stopping);
        }
    }
}
