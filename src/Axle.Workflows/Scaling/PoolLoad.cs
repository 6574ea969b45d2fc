namespace Axle.Workflows.Scaling;

/// <summary>What a pool of workers has to do, and who is there to do it.</summary>
/// <param name="Pool">Name of the pool.</param>
public sealed record PoolLoad(string Pool)
{
    /// <summary>Steps that became due, a second; 0 or more.</summary>
    public double ArrivalsPerSecond { get; init; }

    /// <summary>Seconds for which a step holds its slot, on average; null while nothing has ended.</summary>
    public double? ServiceSeconds { get; init; }

    /// <summary>Steps that are being made.</summary>
    public long Making { get; init; }

    /// <summary>Steps that are due and that nobody has begun.</summary>
    public long Waiting { get; init; }

    /// <summary>Workers that live and take steps.</summary>
    public int Workers { get; init; }

    /// <summary>Steps that these workers can make at the same time.</summary>
    public long Slots { get; init; }

    /// <summary>
    /// Slots that are busy on average, in erlangs: what arrives in the time that one step takes (Little's law). Null while that time is not known.
    /// </summary>
    public double? OfferedLoad => ArrivalsPerSecond * ServiceSeconds;
}
