using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Resilience.Caching;

/// <summary>Reuses results of steps that have a cache key. An effect that must happen exactly once is never taken from a cache.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="cache">Where results are.</param>
/// <param name="gate">Asked before a result is reused; null lets every result be.</param>
public sealed class StepCacheHandler(IStepHandler inner, StepResultCache cache, IReuseGate? gate = null) : IStepHandler
{
    /// <inheritdoc/>
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (context.CacheKey is null || context.Effect == StepEffect.Once)
            return await inner.ExecuteAsync(context, cancellationToken);
        var result = await cache.GetAsync(context, token => inner.ExecuteAsync(context, token), cancellationToken);
        var isReused = !result.Decisions.IsDefault && result.Decisions.Any(static d => d.Kind == StepDecision.Reused);
        return !isReused || gate is null || await gate.MayReuseAsync(context, cancellationToken)
            ? result
            : await inner.ExecuteAsync(context, cancellationToken);
    }
}
