namespace Axle.Queue.RabbitMq.Workers;

/// <summary>What a worker takes.</summary>
public sealed record WorkerOptions
{
    /// <summary>The pools whose steps it makes: some of <see cref="WorkPools.All"/>, which is the default.</summary>
    public IReadOnlyList<string> Pools { get; init; } = WorkPools.All;

    /// <summary>Steps at the same time: 1 to 10,000; 64 by default. As many are fetched for each class of priority, and no more.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>
    /// The fewest steps at the same time, 1 to <see cref="Concurrency"/>, when the worker is to make as many as its load asks for; null, the default, for
    /// always <see cref="Concurrency"/>.
    /// </summary>
    public int? LeastConcurrency { get; init; }

    /// <summary>How many it begins with.</summary>
    internal int First => LeastConcurrency ?? Concurrency;

    /// <summary>The name by which people know this process.</summary>
    public string Name { get; init; } = $"process {Environment.ProcessId} on {Environment.MachineName}";

    /// <summary>The same settings, when each is in its range.</summary>
    /// <exception cref="AxleException">Validation: names the setting that is not.</exception>
    public WorkerOptions Checked()
    {
        if (Concurrency is < 1 or > 10_000)
            throw new AxleException(ErrorKind.Validation, $"A worker makes 1 to 10,000 steps at the same time, not {Concurrency}.");
        if (LeastConcurrency is { } least && (least < 1 || least > Concurrency))
            throw new AxleException(ErrorKind.Validation, $"The fewest steps at the same time are 1 to {Concurrency} (the most), not {least}.");
        if (Pools.Count == 0 || Pools.Except(WorkPools.All).FirstOrDefault() is { } _)
        {
            var unknown = Pools.Except(WorkPools.All).FirstOrDefault() ?? "none";
            throw new AxleException(ErrorKind.Validation, $"There is no pool '{unknown}'. Use one or more of {string.Join(", ", WorkPools.All)}.");
        }

        return this;
    }
}
