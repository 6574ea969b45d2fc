using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>
/// Has steps that name a pool wait for a slot of it. Whoever waits here keeps a worker busy; <c>PriorityWorkQueue</c> holds work back before
/// it takes a worker, so use this one only with a queue that knows no pools, and never both.
/// </summary>
/// <param name="inner">Does the work.</param>
/// <param name="pools">The pools by name.</param>
public sealed class BulkheadHandler(IStepHandler inner, BulkheadPools pools) : IStepHandler
{
    /// <inheritdoc/>
    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        context.Bulkhead is { } name ? WaitAsync(pools[name], context, cancellationToken) : inner.ExecuteAsync(context, cancellationToken);

    private async ValueTask<StepResult> WaitAsync(Bulkhead pool, StepContext context, CancellationToken cancellationToken)
    {
        using var lease = await pool.AcquireAsync($"{context.RunId}/{context.Path}", context.Priority, cancellationToken);
        return await inner.ExecuteAsync(context, cancellationToken);
    }
}
