using Axle.Workflows.Ports;

namespace Axle.Workflows.Payloads;

/// <summary>Refuses outputs that are too large, before they are stored: the attempt fails, and no retry makes them smaller.</summary>
/// <param name="inner">Does the work.</param>
/// <param name="limit">Bytes of JSON that an output may have; 64 MiB by default.</param>
public sealed class LimitedOutputHandler(IStepHandler inner, int limit = PayloadReading.StandardLimit) : IStepHandler
{
    /// <inheritdoc/>
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var result = await inner.ExecuteAsync(context, cancellationToken);
        PayloadReading.CheckSize(result.Output.Size, $"the output of step '{context.Path}'", limit);
        return result;
    }
}
