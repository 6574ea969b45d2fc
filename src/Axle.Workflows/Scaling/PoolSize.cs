namespace Axle.Workflows.Scaling;

/// <summary>How large a pool should be.</summary>
/// <param name="Load">Its load.</param>
/// <param name="Workers">Workers that it should have.</param>
/// <param name="Slots">Steps that these should make at the same time.</param>
/// <param name="SlotsPerWorker">What was taken for one worker.</param>
/// <param name="Limit">What holds it, when that is not its load.</param>
public sealed record PoolSize(PoolLoad Load, int Workers, int Slots, int SlotsPerWorker, SizeLimit Limit);

/// <summary>What holds the size of a pool, beside its load.</summary>
public enum SizeLimit
{
    /// <summary>Nothing: it is as its load asks for.</summary>
    None,

    /// <summary>It needed more a short while ago.</summary>
    Recent,

    /// <summary>There are to be no fewer workers.</summary>
    Minimum,

    /// <summary>There may be no more workers: steps will wait.</summary>
    Maximum,
}
