namespace Axle.Workflows.Scaling;

/// <summary>
/// How many slots and workers a pool needs: what its load keeps busy (Little's law), head-room so that few steps wait (<see cref="Erlang"/>), and as
/// many as make what has piled up within half a minute. Pure: the same load gives the same answer on every node.
/// </summary>
public static class PoolSizing
{
    /// <summary>The share of steps that may find all slots busy.</summary>
    public const double WaitShare = 0.2;

    /// <summary>What waits is to be made within this time.</summary>
    public static TimeSpan DrainWithin { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Fewer are asked for only after so long without need of more: a pool that grows and shrinks with every burst does neither in time.</summary>
    public static TimeSpan ShrinkAfter { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The slots that a load needs in this moment.</summary>
    /// <param name="load">The load.</param>
    /// <returns>
    /// 0 to <see cref="Erlang.MostSlots"/>; never fewer than are busy, nor than the load in erlangs. Before a step has ended, one slot for each that is there.
    /// </returns>
    public static int Slots(PoolLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        if (load.ServiceSeconds is not { } service)
            return (int)Math.Min(load.Making + load.Waiting, Erlang.MostSlots);
        var backlog = Math.Ceiling(load.Waiting * Math.Min(service / DrainWithin.TotalSeconds, 1));
        var needed = Erlang.Slots(Math.Min(load.OfferedLoad!.Value, Erlang.MostSlots), WaitShare) + backlog;
        return (int)Math.Min(Math.Max(needed, load.Making + (load.Waiting > 0 ? 1 : 0)), Erlang.MostSlots);
    }

    /// <summary>The size of a pool that does not shrink before its time.</summary>
    /// <param name="load">The load in this moment.</param>
    /// <param name="recent">The slots that were needed in the last <see cref="ShrinkAfter"/>.</param>
    /// <param name="bounds">What a worker has, and how many there may be.</param>
    public static PoolSize Size(PoolLoad load, IEnumerable<int> recent, PoolBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(recent);
        ArgumentNullException.ThrowIfNull(bounds);
        bounds = bounds.Checked();
        var now = Slots(load);
        var slots = recent.Append(now).Max();
        var each = bounds.SlotsPerWorker ?? SlotsOfLiving(load) ?? PoolBounds.StandardSlots;
        var wanted = (slots + each - 1) / each;
        var workers = Math.Clamp(wanted, bounds.MinWorkers, bounds.MaxWorkers);
        var limit = wanted > workers ? SizeLimit.Maximum
            : wanted < workers ? SizeLimit.Minimum
            : slots > now ? SizeLimit.Recent
            : SizeLimit.None;
        return new PoolSize(load, workers, slots, each, limit);
    }

    private static int? SlotsOfLiving(PoolLoad load) =>
        load.Workers > 0 && load.Slots >= load.Workers ? (int)Math.Min(load.Slots / load.Workers, PoolBounds.MostSlots) : null;
}
