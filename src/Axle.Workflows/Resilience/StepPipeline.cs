using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Resilience.Caching;
using Axle.Workflows.Resilience.CircuitBreaking;

namespace Axle.Workflows.Resilience;

/// <summary>
/// What stands around a step's work. The order is fixed: cache, bulkhead, circuit breaker, work. A reused result needs no slot and no
/// probe; a step that waited for its slot while the circuit opened is refused like any other; and the time it waited is not counted as the
/// other side's.
/// </summary>
/// <param name="inner">Does the work.</param>
/// <param name="time">The clock.</param>
/// <param name="cache">Reuses results; null to reuse none.</param>
/// <param name="breakers">Circuit breakers by name; null to have none.</param>
/// <param name="pools">Pools by name; null when the queue holds work back, as <c>PriorityWorkQueue</c> does.</param>
/// <param name="gate">Asked before a result is reused; null lets every result be.</param>
public sealed class StepPipeline(
    IStepHandler inner, TimeProvider time, StepResultCache? cache, CircuitBreakers? breakers, BulkheadPools? pools = null, IReuseGate? gate = null)
    : IStepHandler
{
    private readonly IStepHandler _outermost = Around(inner, time, cache, breakers, pools, gate);

    /// <inheritdoc/>
    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        _outermost.ExecuteAsync(context, cancellationToken);

    private static IStepHandler Around(
        IStepHandler handler, TimeProvider time, StepResultCache? cache, CircuitBreakers? breakers, BulkheadPools? pools, IReuseGate? gate)
    {
        if (breakers is not null)
            handler = new CircuitBreakerHandler(handler, breakers, time);
        if (pools is not null)
            handler = new BulkheadHandler(handler, pools);
        if (cache is not null)
            handler = new StepCacheHandler(handler, cache, gate);
        return handler;
    }
}
