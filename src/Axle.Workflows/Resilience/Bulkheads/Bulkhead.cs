namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>
/// A pool of slots, so that slow work of one kind cannot take all hands. Free slots are never counted up and down: they are what this process may have
/// less the leases that live, so none can leak. Those who wait get a slot by priority, and in the order in which they came.
/// </summary>
public sealed class Bulkhead
{
    private readonly Lock _gate = new();
    private readonly HashSet<BulkheadLease> _leases = [];
    private readonly SortedSet<BulkheadLease> _waiting = new(BulkheadLease.Order);
    private readonly string _name;
    private readonly BulkheadOptions _options;
    private readonly TimeProvider _time;
    private readonly Action? _changed;
    private long _arrivals;
    private int _most;

    /// <summary>A pool of this process alone.</summary>
    /// <param name="name">The pool's name.</param>
    /// <param name="options">How much it holds.</param>
    /// <param name="time">The clock, to say who waits since when.</param>
    public Bulkhead(string name, BulkheadOptions options, TimeProvider time)
        : this(name, options, time, null)
    {
    }

    /// <param name="name">The pool's name.</param>
    /// <param name="options">How much it holds in all.</param>
    /// <param name="time">The clock, to say who waits since when.</param>
    /// <param name="changed">Called when more slots are wanted, or fewer are used, where processes share them; null for a pool of this process alone.</param>
    internal Bulkhead(string name, BulkheadOptions options, TimeProvider time, Action? changed)
    {
        (_name, _options, _time, _changed) = (name, options, time, changed);
        _most = changed is null ? options.Size : 0;
    }

    /// <summary>The pool of this process at this moment.</summary>
    public BulkheadState State
    {
        get
        {
            lock (_gate)
            {
                var holding = _leases.Select(static l => l.Place).OrderBy(static p => p.Since);
                return new BulkheadState(_name, _options.Size, [.. holding], [.. _waiting.Select(static w => w.Place)]);
            }
        }
    }

    /// <summary>Waits for a slot.</summary>
    /// <param name="who">Who asks, as people will see it.</param>
    /// <param name="priority">How important it is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<BulkheadLease> AcquireAsync(string who, int priority, CancellationToken cancellationToken)
    {
        var granted = new TaskCompletionSource<BulkheadLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lease = Enter(who, priority, l => granted.TrySetResult(l), out var holds);
        if (holds)
            return lease;
        // Whoever has got a slot already keeps it.
        using var registration = cancellationToken.Register(() =>
        {
            if (granted.TrySetCanceled(cancellationToken))
                lease.Dispose();
        });
        return await granted.Task;
    }

    /// <summary>Takes a slot now, or stands in line for one.</summary>
    /// <param name="who">Who asks, as people will see it.</param>
    /// <param name="priority">How important it is.</param>
    /// <param name="granted">Called by whoever gives a slot back, once it is this one's turn; not when it has a slot at once.</param>
    /// <param name="holds">Whether it has a slot at once.</param>
    public BulkheadLease Enter(string who, int priority, Action<BulkheadLease> granted, out bool holds)
    {
        BulkheadLease lease;
        lock (_gate)
        {
            lease = new BulkheadLease(this, new BulkheadPlace(who, priority, _time.GetUtcNow()), _arrivals++, granted);
            holds = _leases.Count < _most && _waiting.Count == 0;
            _ = holds ? _leases.Add(lease) : _waiting.Add(lease);
        }

        if (!holds)
            _changed?.Invoke();
        return lease;
    }

    /// <summary>What is used and wanted. No more is given out than is used now, until <see cref="Allow"/> says how much may be.</summary>
    internal (int Used, int Wanted) Demand()
    {
        lock (_gate)
        {
            _most = Math.Min(_most, _leases.Count);
            return (_leases.Count, _waiting.Count);
        }
    }

    /// <summary>Says how many slots this process may have of those that it shares. Fewer than are used take effect as those come back.</summary>
    internal void Allow(int most)
    {
        var next = new List<BulkheadLease>();
        lock (_gate)
        {
            _most = most;
            while (Next() is { } one)
                next.Add(one);
        }

        next.ForEach(static lease => lease.Grant());
    }

    internal void End(BulkheadLease lease)
    {
        BulkheadLease? next;
        lock (_gate)
        {
            if (!_leases.Remove(lease) && !_waiting.Remove(lease))
                return;
            next = Next();
        }

        // Outside of the lock: what happens next is not this pool's business.
        next?.Grant();
        _changed?.Invoke();
    }

    /// <summary>Gives a slot to who is next, when there is one. The caller holds the lock.</summary>
    private BulkheadLease? Next()
    {
        if (_leases.Count >= _most || _waiting.Min is not { } next)
            return null;
        _waiting.Remove(next);
        next.Place = next.Place with { Since = _time.GetUtcNow() };
        _leases.Add(next);
        return next;
    }
}
