using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>One timer for all runs: wakes each when its next retry or time limit is due.</summary>
internal sealed class RunClock : IDisposable
{
    /// <summary>Timers take no longer wait; a run that is due later is looked at once more in between.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ITimer _timer;
    private readonly PriorityQueue<(RunActor Run, DateTimeOffset At), DateTimeOffset> _due = new();
    private readonly Dictionary<RunActor, DateTimeOffset> _set = [];
    private readonly Lock _gate = new();

    public RunClock(TimeProvider time, Random random)
    {
        _time = time;
        _random = random;
        _timer = time.CreateTimer(static clock => ((RunClock)clock!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wakes the run at that time and at no other; null for never.</summary>
    public void Set(RunActor run, DateTimeOffset? at)
    {
        lock (_gate)
        {
            if (at is not { } due)
            {
                _set.Remove(run);
                return;
            }

            if (_set.TryGetValue(run, out var known) && known == due)
                return;
            _set[run] = due;
            _due.Enqueue((run, due), due);
            Arm();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Ring()
    {
        var now = _time.GetUtcNow();
        var awake = new List<(RunActor Run, double Jitter)>();
        lock (_gate)
        {
            while (_due.TryPeek(out var first, out var at) && at <= now)
            {
                _due.Dequeue();
                // An entry that was replaced by another time is stale.
                if (_set.TryGetValue(first.Run, out var due) && due == first.At)
                {
                    _set.Remove(first.Run);
                    awake.Add((first.Run, _random.NextDouble()));
                }
            }

            Arm();
        }

        foreach (var (run, jitter) in awake)
            run.Post(new CheckTime(jitter));
    }

    private void Arm()
    {
        while (_due.TryPeek(out var first, out _) && (!_set.TryGetValue(first.Run, out var due) || due != first.At))
            _due.Dequeue();
        if (!_due.TryPeek(out _, out var next))
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = next - _time.GetUtcNow();
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }
}
