namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>A slot of a pool. Giving it back twice is giving it back once.</summary>
public sealed class BulkheadLease : IDisposable
{
    private readonly Bulkhead _pool;

    internal BulkheadLease(Bulkhead pool, BulkheadPlace place)
    {
        _pool = pool;
        Place = place;
    }

    /// <summary>Who has the slot, and since when.</summary>
    public BulkheadPlace Place { get; }

    /// <summary>Gives the slot to whoever is next.</summary>
    public void Dispose() => _pool.Release(this);
}
