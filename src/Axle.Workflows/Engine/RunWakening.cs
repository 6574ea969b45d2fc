using Axle.Workflows.Ports;

namespace Axle.Workflows.Engine;

/// <summary>
/// Takes up runs that need a process and have none: at the start, when the time of one has come, when one got a signal or room in its group, and
/// now and then in case a process died. Idle, it asks nothing of the store between two such moments.
/// </summary>
/// <param name="store">Where runs live.</param>
/// <param name="time">The clock.</param>
/// <param name="every">How often it looks without a reason.</param>
internal sealed class RunWakening(IRunStore store, TimeProvider time, TimeSpan every)
{
    /// <summary>Runs opened at once: enough to fill a commit, few enough to begin early.</summary>
    private const int Batch = 256;

    /// <summary>The first ones of many are few, so that work begins before all are read.</summary>
    private const int FirstBatch = 16;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private TaskCompletionSource<bool> _hint = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset? _next;
    private volatile bool _isOpening;
    private volatile bool _isStopped;
    private long _round;

    /// <summary>Whether there may be runs that were opened and are not gone on with yet.</summary>
    public bool IsOpening => _isOpening;

    /// <summary>The present round of opening, or the last.</summary>
    public long Round => Volatile.Read(ref _round);

    /// <summary>A run left memory: it is to be woken then.</summary>
    public void Expect(DateTimeOffset? due)
    {
        if (due is null)
            return;
        lock (_gate)
        {
            if (_next <= due)
                return;
            _next = due;
            _hint.TrySetResult(true);
        }
    }

    /// <summary>Something may be due now.</summary>
    public void Hint() => Expect(DateTimeOffset.MinValue);

    /// <summary>Takes up nothing more.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Takes up runs until the engine stops.</summary>
    /// <param name="takeUp">Goes on with a run that was opened in the round that is given.</param>
    /// <param name="over">Called when a row of rounds is over: no run is opened and not gone on with yet.</param>
    /// <param name="stopping">Cancelled when the engine stops.</param>
    public async Task RunAsync(Func<OpenedRun, long, CancellationToken, Task> takeUp, Action over, CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
                await WaitAsync(await TryTakeUpDueAsync(takeUp, over, stopping) ? every : AfterTrouble, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping is how this loop ends.
        }
    }

    /// <returns>False when the store could not be read.</returns>
    private async Task<bool> TryTakeUpDueAsync(Func<OpenedRun, long, CancellationToken, Task> takeUp, Action over, CancellationToken stopping)
    {
        try
        {
            await TakeUpDueAsync(takeUp, over, stopping);
            return true;
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // The store will say more to whoever writes. Runs must not sleep for ever because it could not be read for a moment.
            return false;
        }
    }

    private async Task TakeUpDueAsync(Func<OpenedRun, long, CancellationToken, Task> takeUp, Action over, CancellationToken stopping)
    {
        lock (_gate)
            _next = DateTimeOffset.MaxValue;
        _isOpening = true;
        try
        {
            for (var batch = FirstBatch; !_isStopped; batch = Math.Min(batch * 2, Batch))
            {
                var round = Interlocked.Increment(ref _round);
                var due = await store.OpenDueAsync(time.GetUtcNow(), batch, stopping);
                if (due.Count == 0)
                    break;
                await Task.WhenAll(due.Select(run => takeUp(run, round, stopping)));
            }
        }
        finally
        {
            _isOpening = false;
            over();
        }

        if (await store.NextWakeAsync(stopping) is { } next)
            Expect(next);
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            TaskCompletionSource<bool> hint;
            TimeSpan wait;
            lock (_gate)
            {
                if (_hint.Task.IsCompleted)
                    _hint = new(TaskCreationOptions.RunContinuationsAsynchronously);
                hint = _hint;
                wait = _next is { } next && next != DateTimeOffset.MaxValue ? Until(next) : Timeout.InfiniteTimeSpan;
            }

            if (wait == TimeSpan.Zero)
                return;
            var timed = longest != Timeout.InfiniteTimeSpan && (wait == Timeout.InfiniteTimeSpan || wait > longest);
            if (await HintedAsync(hint, timed ? longest : wait, stopping))
                continue;
            return;
        }
    }

    /// <returns>Whether a hint came before the time was over.</returns>
    private async Task<bool> HintedAsync(TaskCompletionSource<bool> hint, TimeSpan wait, CancellationToken stopping)
    {
        // One source that the hint, the timer and the stopping complete. Not Task.WhenAny: that one leaves the captured context, and with it a
        // simulation's order of events.
        await using var timer = time.CreateTimer(static h => ((TaskCompletionSource<bool>)h!).TrySetResult(false), hint, wait, Timeout.InfiniteTimeSpan);
        await using var stop = stopping.UnsafeRegister(static (h, token) => ((TaskCompletionSource<bool>)h!).TrySetCanceled(token), hint);
        return await hint.Task;
    }

    private TimeSpan Until(DateTimeOffset next)
    {
        var now = time.GetUtcNow();
        return next <= now ? TimeSpan.Zero : next - now < LongestWait ? next - now : LongestWait;
    }
}
