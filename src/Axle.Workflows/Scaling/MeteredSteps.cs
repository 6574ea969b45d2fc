using Axle.Workflows.Ports;

namespace Axle.Workflows.Scaling;

/// <summary>Counts the attempts that are made, by pool.</summary>
/// <param name="handler">Makes them.</param>
/// <param name="poolOf">The pool of a step.</param>
/// <param name="meter">Counts them.</param>
/// <param name="time">The clock.</param>
public sealed class MeteredSteps(IStepHandler handler, Func<StepContext, string> poolOf, PoolMeter meter, TimeProvider time) : IStepHandler
{
    /// <inheritdoc/>
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var (pool, begun) = (poolOf(context), time.GetTimestamp());
        meter.Began(pool);
        try
        {
            return await handler.ExecuteAsync(context, cancellationToken);
        }
        finally
        {
            meter.Ended(pool, time.GetElapsedTime(begun));
        }
    }
}
