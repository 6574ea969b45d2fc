using Axle.Agents.Runtime;
using Axle.Workflows.Ports;

namespace Axle;

/// <summary>
/// Makes the agents when the first step needs them: an engine that only pauses or cancels a run neither waits for 21 files to be read
/// nor stumbles over a faulty model configuration.
/// </summary>
internal sealed class LateStepHandler(Func<AgentServices> services) : IStepHandler
{
    private readonly Lazy<StepHandlers> _handlers = new(() => new StepHandlers(services()));

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        _handlers.Value.ExecuteAsync(context, cancellationToken);
}
