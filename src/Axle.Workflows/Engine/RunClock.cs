using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>One timer for all runs: wakes each when its next retry or time limit is due.</summary>
internal sealed class RunClock : IDisposable
{
    /// <summary>Timers take no longer wait; a run that is due later is looked at once more in between.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>Timers do not follow a clock that is set forward, nor a machine that slept: while runs wait, the clock is looked at no more often.</summary>
    private const int MostStale = 32;
    private static readonly TimeSpan LeastLook = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly TimeSpan _lookEvery;
    private readonly ITimer _timer;
    private readonly ITimer _look;
    private readonly PriorityQueue<(RunActor Run, DateTimeOffset At), DateTimeOffset> _due = new();
    private readonly Dictionary<RunActor, DateTimeOffset> _set = [];
    private readonly Lock _gate = new();
    private bool _looks;

    /// <param name="time">The clock.</param>
    /// <param name="random">Source of jitter.</param>
    /// <param name="lookEvery">How often, at most, it is checked whether the clock was set forward; infinite for never.</param>
    public RunClock(TimeProvider time, Random random, TimeSpan lookEvery)
    {
        _lookEvery = lookEvery == Timeout.InfiniteTimeSpan || lookEvery > LeastLook ? lookEvery : LeastLook;
        _time = time;
        _random = random;
        _timer = time.CreateTimer(static clock => ((RunClock)clock!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _look = time.CreateTimer(static clock => ((RunClock)clock!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Wakes the run at that time and at no other; null for never.</summary>
    public void Set(RunActor run, DateTimeOffset? at)
    {
        lock (_gate)
        {
            if (at is not { } due)
            {
                _set.Remove(run);
                Tidy();
                return;
            }

            if (_set.TryGetValue(run, out var known) && known == due)
                return;
            _set[run] = due;
            _due.Enqueue((run, due), due);
            Tidy();
            Arm();
            LookAgain();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _look.Dispose();
    }

    /// <summary>Entries that are stale hold runs, with all they know, which may have ended long before: there are never many of them.</summary>
    private void Tidy()
    {
        if (_due.Count <= (2 * _set.Count) + MostStale)
            return;
        _due.Clear();
        foreach (var (run, at) in _set)
            _due.Enqueue((run, at), at);
    }

    private void Look()
    {
        bool isLate;
        lock (_gate)
        {
            isLate = _due.TryPeek(out _, out var first) && first <= _time.GetUtcNow();
            _looks = false;
            LookAgain();
        }

        if (isLate)
            Ring();
    }

    private void LookAgain()
    {
        if (_looks || _set.Count == 0)
            return;
        _looks = true;
        _look.Change(_lookEvery, Timeout.InfiniteTimeSpan);
    }

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
