using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Tools.Contract;
using Axle.Workflows.Runs;

namespace Axle.Agents.Kinds;

/// <summary>Actions that are the call of one tool: of Axle, of the host, or of an MCP server.</summary>
/// <param name="tools">The tools.</param>
public sealed class ToolAgents(ToolCatalog tools) : IAgentKind
{
    /// <inheritdoc/>
    public bool Does(AgentDefinition agent, ActionDefinition action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Tool is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<AgentResult> PerformAsync(AgentCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var tool = call.Action.Tool!;
        var arguments = tool.With.EnumerateObject().Any() ? InputReference.Fill(tool.With, call.Inputs) : call.Inputs;
        if (call.Place.Apply && tools.TryGet(tool.Tool, out var found) && found.Description is { Approval: not null, Effect: not ToolEffect.None })
        {
            throw new AxleException(
                ErrorKind.Refused, $"'{tool.Tool}' asks a person first, and an action that is its call cannot. Put an 'approval' step before a 'tool' step in a workflow.");
        }

        var result = await tools.InvokeAsync(tool.Tool, arguments, call.Place, cancellationToken);
        var output = result.ValueKind == JsonValueKind.Object ? result : JsonSerializer.SerializeToElement(new { result });
        return new AgentResult(output) { Decisions = [new StepDecision("agent-tool", $"Agent '{call.Agent.Id}' did it by calling {tool.Tool}.")] };
    }
}
