namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>A slot of a pool, or a place in the line for one. Giving it back twice is giving it back once.</summary>
public sealed class BulkheadLease : IDisposable
{
    /// <summary>By priority, then by arrival.</summary>
    internal static readonly Comparer<BulkheadLease> Order = Comparer<BulkheadLease>.Create(static (one, other) =>
        other.Place.Priority.CompareTo(one.Place.Priority) is var first && first != 0 ? first : one._arrival.CompareTo(other._arrival));

    private readonly Bulkhead _pool;
    private readonly long _arrival;
    private readonly Action<BulkheadLease> _granted;

    internal BulkheadLease(Bulkhead pool, BulkheadPlace place, long arrival, Action<BulkheadLease> granted)
    {
        (_pool, _arrival, _granted) = (pool, arrival, granted);
        Place = place;
    }

    /// <summary>Who has the slot or waits for one, and since when.</summary>
    public BulkheadPlace Place { get; internal set; }

    /// <summary>Gives the slot to whoever is next, or leaves the line.</summary>
    public void Dispose() => _pool.End(this);

    /// <summary>Tells who waits that the slot is theirs.</summary>
    internal void Grant() => _granted(this);
}
