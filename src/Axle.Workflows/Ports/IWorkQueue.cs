namespace Axle.Workflows.Ports;

/// <summary>Carries steps that are due to those who do them.</summary>
public interface IWorkQueue
{
    /// <summary>Hands out one attempt. Called after the events that caused it are durable.</summary>
    ValueTask EnqueueAsync(StepWork work, CancellationToken cancellationToken);

    /// <summary>Yields work as it comes, until cancelled. Several readers share the work.</summary>
    IAsyncEnumerable<StepWork> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>One attempt to be made.</summary>
/// <param name="Context">What the handler will see.</param>
/// <param name="Epoch">The claim of the run under which it was handed out.</param>
/// <param name="Dispatch">Tells this handing out from every other under the same claim, also of the same attempt.</param>
public sealed record StepWork(StepContext Context, long Epoch, long Dispatch)
{
    /// <summary>Stops the attempt while it is being made in this process.</summary>
    internal CancellationTokenSource? Cancellation;
}
