using Axle.Workflows.Ports;

namespace Axle.Testing.Hosting;

/// <summary>Does what another handler does, and has the process crash where that one says so.</summary>
internal sealed class CrashingHandler(IStepHandler inner, Action crash) : IStepHandler
{
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ExecuteAsync(context, cancellationToken);
        }
        catch (ProcessCrashException)
        {
            crash();
            // Nothing of a dead process goes on, this neither.
            return await new TaskCompletionSource<StepResult>().Task;
        }
    }
}
