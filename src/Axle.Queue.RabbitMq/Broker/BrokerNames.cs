namespace Axle.Queue.RabbitMq.Broker;

/// <summary>The names of queues and exchanges.</summary>
/// <param name="prefix">What they begin with.</param>
internal sealed class BrokerNames(string prefix)
{
    /// <summary>Classes of priority, the most important first. Each has a queue of its own: queues that survive a broker know no priorities.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["high", "normal", "low"];

    /// <summary>Where steps go that the broker gave up.</summary>
    public string Dead => $"{prefix}.dead";

    /// <summary>What tells all workers of attempts that do not count any more.</summary>
    public string Recalls => $"{prefix}.recalls";

    /// <summary>A queue that there is not: what is sent there is confirmed, and gone.</summary>
    public string Nobody => $"{prefix}.nobody";

    /// <summary>The queue of a pool for steps of a priority.</summary>
    public string Steps(string pool, int priority) => Steps(pool, Classes[priority > 0 ? 0 : priority == 0 ? 1 : 2]);

    /// <summary>The queue of a pool for steps of a class.</summary>
    public string Steps(string pool, string ofClass) => $"{prefix}.steps.{pool}.{ofClass}";

    /// <summary>Where workers report to a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="generation">Counts the queues that this node had, as one may be lost for good.</param>
    public string Reports(string node, int generation) => $"{prefix}.reports.{node}-{generation}";

    /// <summary>Where a worker hears of recalls.</summary>
    public string RecallsOf(string node) => $"{prefix}.recalls.{node}";
}
