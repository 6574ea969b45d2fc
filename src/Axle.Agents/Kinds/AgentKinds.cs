using Axle.Agents.Definition;

namespace Axle.Agents.Kinds;

/// <summary>All ways in which agents work that are no prompts, and the one door to them: what they return is checked.</summary>
/// <param name="kinds">The ways; the first that fits is taken.</param>
public sealed class AgentKinds(IEnumerable<IAgentKind> kinds)
{
    private const int MostFaults = 5;
    private readonly IAgentKind[] _kinds = [.. kinds];

    /// <summary>Whether an agent performs an action by itself; false when a language model is to be asked.</summary>
    public bool Does(AgentDefinition agent, ActionDefinition action) => Find(agent, action) is not null;

    /// <summary>Performs an action.</summary>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.MalformedAnswer"/>: the output does not match the action's schema. Any kind: the work failed or is refused.
    /// </exception>
    public async ValueTask<AgentResult> PerformAsync(AgentCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var kind = Find(call.Agent, call.Action)
            ?? throw new AxleException(ErrorKind.Internal, $"Agent '{call.Agent.Id}' asks a language model; nothing else performs '{call.Action.Name}'.");
        var result = await kind.PerformAsync(call, cancellationToken);
        var check = call.Action.Output.Validate(result.Output);
        return check.IsValid
            ? result
            : throw new AxleException(
                ErrorKind.MalformedAnswer,
                $"What agent '{call.Agent.Id}' returned for '{call.Action.Name}' does not match the action's output schema: "
                + $"{string.Join("; ", check.Faults.Take(MostFaults))}. Mend the agent, or 'output' of the action in {call.Agent.Source}.");
    }

    private IAgentKind? Find(AgentDefinition agent, ActionDefinition action) => Array.Find(_kinds, kind => kind.Does(agent, action));
}
