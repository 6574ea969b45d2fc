namespace Axle.Workflows.Scaling;

/// <summary>
/// Erlang's formula for waiting: steps that come at random and find all slots busy wait. For large loads, the slots it asks for are the load and a
/// multiple of its square root: S. Halfin, W. Whitt, "Heavy-traffic limits for queues with many exponential servers", Operations Research 29 (1981).
/// </summary>
public static class Erlang
{
    /// <summary>More slots than this are never asked for.</summary>
    public const int MostSlots = 1_000_000;

    /// <summary>The fewest slots with which at most a share of the steps has to wait.</summary>
    /// <param name="load">The load in erlangs: arrivals a second times seconds of service; 0 or more.</param>
    /// <param name="waitShare">The share that may wait, between 0 and 1, both excluded.</param>
    /// <returns>
    /// 0 without a load, and otherwise more than the load, up to <see cref="MostSlots"/>. The recursion is that of R. B. Cooper, "Introduction to Queueing
    /// Theory", 1981.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static int Slots(double load, double waitShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(load);
        ArgumentOutOfRangeException.ThrowIfNotEqual(double.IsFinite(load), true, nameof(load));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(waitShare, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(waitShare, 1);
        if (load == 0)
            return 0;
        // The share that would be turned away without a queue.
        var lost = 1.0;
        for (var slots = 1; slots < MostSlots; slots++)
        {
            lost = load * lost / (slots + (load * lost));
            if (slots > load && lost / (1 - (load / slots * (1 - lost))) <= waitShare)
                return slots;
        }

        return MostSlots;
    }
}
