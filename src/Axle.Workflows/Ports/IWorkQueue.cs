using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Ports;

/// <summary>Carries steps that are due to those who do them.</summary>
public interface IWorkQueue
{
    /// <summary>Hands out one attempt. Called after the events that caused it are durable.</summary>
    ValueTask EnqueueAsync(StepWork work, CancellationToken cancellationToken);

    /// <summary>Yields work as it comes, until cancelled. Several readers share the work.</summary>
    IAsyncEnumerable<StepWork> ReadAsync(CancellationToken cancellationToken);

    /// <summary>An attempt that was handed out does not count any more. Whoever makes it in this process was told already.</summary>
    void Recall(StepWork work)
    {
        // A queue of one process has nobody else to tell.
    }
}

/// <summary>A queue whose steps are made by other processes: what they report comes back through it.</summary>
public interface IRemoteQueue : IWorkQueue
{
    /// <summary>Says where reports go; called once, before the first work.</summary>
    /// <param name="report">Takes in what came of an attempt, and tells whether it counts.</param>
    void Connect(Func<StepWork, RunCommand, bool> report);
}

/// <summary>One attempt to be made.</summary>
/// <param name="Context">What the handler will see.</param>
/// <param name="Epoch">The claim of the run under which it was handed out.</param>
/// <param name="Dispatch">Tells this handing out from every other under the same claim, also of the same attempt.</param>
public sealed record StepWork(StepContext Context, long Epoch, long Dispatch)
{
    /// <summary>Stops the attempt while it is being made in this process.</summary>
    internal CancellationTokenSource? Cancellation;

    /// <summary>The last event of the run when it was handed out.</summary>
    public long Seq { get; init; }

    /// <summary>How long the attempt may take from when it is taken up; null for no limit.</summary>
    public TimeSpan? Limit { get; init; }
}
