using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.Caching;

/// <summary>Reuses results of steps that have a cache key. An effect that must happen exactly once is never taken from a cache.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="cache">Where results are.</param>
public sealed class StepCacheHandler(IStepHandler inner, StepResultCache cache) : IStepHandler
{
    /// <inheritdoc/>
    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        context.CacheKey is null || context.Effect == StepEffect.Once
            ? inner.ExecuteAsync(context, cancellationToken)
            : cache.GetAsync(context, token => inner.ExecuteAsync(context, token), cancellationToken);
}
