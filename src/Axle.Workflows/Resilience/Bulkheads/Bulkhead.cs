namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>
/// A pool of slots, so that slow work of one kind cannot take all hands. Free slots are never counted up and down: they are the size less
/// the leases that live, so none can leak. Those who wait get a slot by priority, and in the order in which they came.
/// </summary>
/// <param name="name">The pool's name.</param>
/// <param name="options">How much it holds.</param>
/// <param name="time">The clock, to say who waits since when.</param>
public sealed class Bulkhead(string name, BulkheadOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<BulkheadLease> _leases = [];
    private readonly SortedSet<Entrant> _waiting = [];
    private long _arrivals;

    /// <summary>The pool at this moment.</summary>
    public BulkheadState State
    {
        get
        {
            lock (_gate)
            {
                var holding = _leases.Select(static l => l.Place).OrderBy(static p => p.Since);
                return new BulkheadState(name, options.Size, [.. holding], [.. _waiting.Select(static w => w.Place)]);
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
        if (TryEnter(who, priority, granted.SetResult, out var entrant) is { } lease)
            return lease;
        // Whoever has got a slot already is no longer in the line, and keeps it.
        using var registration = cancellationToken.Register(() =>
        {
            if (Leave(entrant!))
                granted.TrySetCanceled(cancellationToken);
        });
        return await granted.Task;
    }

    /// <summary>Takes a slot now, or stands in line: then <paramref name="granted"/> is called with one later.</summary>
    internal BulkheadLease? TryEnter(string who, int priority, Action<BulkheadLease> granted, out Entrant? entrant)
    {
        lock (_gate)
        {
            var place = new BulkheadPlace(who, priority, time.GetUtcNow());
            entrant = null;
            if (_leases.Count < options.Size)
                return Lease(place);
            entrant = new Entrant(place, _arrivals++, granted);
            _waiting.Add(entrant);
            return null;
        }
    }

    internal void Release(BulkheadLease lease)
    {
        Entrant? next;
        BulkheadLease? given = null;
        lock (_gate)
        {
            if (!_leases.Remove(lease))
                return;
            next = _waiting.Min;
            if (next is not null)
            {
                _waiting.Remove(next);
                given = Lease(next.Place with { Since = time.GetUtcNow() });
            }
        }

        // Outside of the lock: what happens next is not this pool's business.
        if (given is not null)
            next!.Granted(given);
    }

    private bool Leave(Entrant entrant)
    {
        lock (_gate)
            return _waiting.Remove(entrant);
    }

    private BulkheadLease Lease(BulkheadPlace place)
    {
        var lease = new BulkheadLease(this, place);
        _leases.Add(lease);
        return lease;
    }

    internal sealed record Entrant(BulkheadPlace Place, long Arrival, Action<BulkheadLease> Granted) : IComparable<Entrant>
    {
        public int CompareTo(Entrant? other) => other is null ? -1
            : other.Place.Priority != Place.Priority ? other.Place.Priority.CompareTo(Place.Priority)
            : Arrival.CompareTo(other.Arrival);
    }
}
