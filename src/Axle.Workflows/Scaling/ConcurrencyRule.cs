namespace Axle.Workflows.Scaling;

/// <summary>
/// How many steps a worker makes at the same time, when it may choose between two bounds: what <see cref="PoolSizing"/> says of its own load. It grows to twice
/// as many at once, but not while its processors are busy, and shrinks after a minute without need of more. Pure.
/// </summary>
public static class ConcurrencyRule
{
    /// <summary>How often a worker looks.</summary>
    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(5);

    /// <summary>So many looks back it does not fall below what was needed: a minute.</summary>
    public const int Memory = 12;

    /// <summary>From this share of its processors on a worker does not grow: more steps at once would only take longer each.</summary>
    public const double BusyFrom = 0.9;

    /// <summary>
    /// What a worker needs: what its load asks for; or twice what it is when all of that is in use, as more may wait where it does not see it.
    /// </summary>
    /// <param name="current">What it is.</param>
    /// <param name="load">What it has to do.</param>
    public static int Needed(int current, PoolLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        return load.Making >= current ? current * 2 : PoolSizing.Slots(load);
    }

    /// <summary>What it should be from now on.</summary>
    /// <param name="current">What it is.</param>
    /// <param name="load">What this worker has to do; <see cref="PoolLoad.Waiting"/> is what it has fetched and not begun.</param>
    /// <param name="recent">What was needed at the last looks, at most <see cref="Memory"/> of them.</param>
    /// <param name="processors">The share of its processors that is busy: 0 to 1.</param>
    /// <param name="least">The fewest: 1 or more.</param>
    /// <param name="most">The most: not fewer than <paramref name="least"/>.</param>
    /// <returns><paramref name="least"/> to <paramref name="most"/>.</returns>
    public static int Next(int current, PoolLoad load, IEnumerable<int> recent, double processors, int least, int most)
    {
        ArgumentNullException.ThrowIfNull(recent);
        var needed = recent.Append(Needed(current, load)).Max();
        var bound = processors >= BusyFrom ? current : Math.Max(current * 2L, least);
        return (int)Math.Clamp(Math.Min(needed, bound), least, most);
    }
}
