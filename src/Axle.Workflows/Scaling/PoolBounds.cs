namespace Axle.Workflows.Scaling;

/// <summary>What a worker of a pool has, and how many workers there may be.</summary>
public sealed record PoolBounds
{
    /// <summary>Slots of a worker when nothing is said and none lives: the default of <c>ax worker --concurrency</c>.</summary>
    public const int StandardSlots = 64;

    /// <summary>Most slots of a worker.</summary>
    public const int MostSlots = 10_000;

    /// <summary>Steps that a worker makes at the same time: 1 to 10,000; null for as many as those have that live.</summary>
    public int? SlotsPerWorker { get; init; }

    /// <summary>Fewest workers: 0 or more; 1 by default.</summary>
    public int MinWorkers { get; init; } = 1;

    /// <summary>Most workers: not fewer than <see cref="MinWorkers"/>, up to 10,000; 100 by default.</summary>
    public int MaxWorkers { get; init; } = 100;

    /// <summary>The same, when each is in its range.</summary>
    /// <exception cref="AxleException">Validation: all that is not, in one message.</exception>
    public PoolBounds Checked()
    {
        string[] faults =
        [
            .. SlotsPerWorker is < 1 or > MostSlots ? (string[])[$"A worker makes 1 to 10,000 steps at the same time, not {SlotsPerWorker}."] : [],
            .. MinWorkers is < 0 or > 10_000 ? (string[])[$"The fewest workers are 0 to 10,000, not {MinWorkers}."] : [],
            .. MaxWorkers < MinWorkers || MaxWorkers > 10_000 ? (string[])[$"The most workers are {MinWorkers} (the fewest) to 10,000, not {MaxWorkers}."] : [],
        ];
        return faults.Length == 0 ? this : throw new AxleException(ErrorKind.Validation, string.Join(' ', faults));
    }
}
