using Axle.Agents.Escalation;
using Axle.Agents.Runtime.Evidence;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime;

/// <summary>Hands a step to the handler of its kind: agent, prompt or tool. The engine does all other kinds itself.</summary>
public sealed class StepHandlers : IStepHandler
{
    private readonly SessionBreaker _agents;
    private readonly SessionBreaker _prompts;
    private readonly ToolStepHandler _tools;

    /// <summary>Makes the three handlers over the same services.</summary>
    public StepHandlers(AgentServices services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var evidence = new EvidenceCache();
        _agents = new SessionBreaker(services, new AgentStepHandler(services, evidence).ExecuteAsync);
        _prompts = new SessionBreaker(services, new PromptStepHandler(services).ExecuteAsync);
        _tools = new ToolStepHandler(services, evidence);
    }

    /// <inheritdoc/>
    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (HeldAnswer.Released(context) is { } released)
            return ValueTask.FromResult(released);
        return context.Action switch
        {
            AgentAction => _agents.ExecuteAsync(context, cancellationToken),
            PromptAction => _prompts.ExecuteAsync(context, cancellationToken),
            ToolAction => _tools.ExecuteAsync(context, cancellationToken),
            var other => throw new AxleException(ErrorKind.Internal, $"Step '{context.Key}': no handler does steps of kind '{other.Kind}'."),
        };
    }
}
