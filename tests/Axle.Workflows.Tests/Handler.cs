using Axle.Workflows.Ports;

namespace Axle.Workflows.Tests;

/// <summary>A step handler out of a lambda.</summary>
internal sealed class Handler(Func<StepContext, CancellationToken, Task<StepResult>> execute) : IStepHandler
{
    public int Calls { get; private set; }

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        Calls++;
        return await execute(context, cancellationToken);
    }
}
