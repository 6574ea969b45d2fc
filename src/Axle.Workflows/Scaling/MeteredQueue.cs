using Axle.Workflows.Ports;

namespace Axle.Workflows.Scaling;

/// <summary>Counts the steps that become due in a process that makes them itself, by pool.</summary>
/// <param name="queue">Carries them.</param>
/// <param name="poolOf">The pool of a step.</param>
/// <param name="meter">Counts them.</param>
public sealed class MeteredQueue(IWorkQueue queue, Func<StepContext, string> poolOf, PoolMeter meter) : IWorkQueue
{
    /// <inheritdoc/>
    public ValueTask EnqueueAsync(StepWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        meter.Arrived(poolOf(work.Context));
        return queue.EnqueueAsync(work, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StepWork> ReadAsync(CancellationToken cancellationToken) => queue.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Recall(StepWork work) => queue.Recall(work);
}
