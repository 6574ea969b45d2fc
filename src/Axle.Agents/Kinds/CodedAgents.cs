using Axle.Agents.Definition;

namespace Axle.Agents.Kinds;

/// <summary>Agents that are classes of the host.</summary>
public sealed class CodedAgents : IAgentKind
{
    private readonly Dictionary<string, (AgentDefinition Definition, IAgent Agent)> _agents = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes them in; of two with one id the later one is used.</summary>
    public CodedAgents(IEnumerable<IAgent> agents)
    {
        ArgumentNullException.ThrowIfNull(agents);
        foreach (var agent in agents)
        {
            var definition = agent.Definition;
            _agents[definition.Id] = (definition with { Source = $"class {agent.GetType().Name}", Origin = AgentOrigin.Host }, agent);
        }
    }

    /// <summary>They and all others, of which those go that have the id of one of them.</summary>
    public IEnumerable<AgentDefinition> Over(IEnumerable<AgentDefinition> others) =>
        _agents.Values.Select(static pair => pair.Definition).Concat(others.Where(other => !_agents.ContainsKey(other.Id)));

    /// <inheritdoc/>
    public bool Does(AgentDefinition agent, ActionDefinition action)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return _agents.TryGetValue(agent.Id, out var known) && ReferenceEquals(known.Definition, agent);
    }

    /// <inheritdoc/>
    public ValueTask<AgentResult> PerformAsync(AgentCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _agents[call.Agent.Id].Agent.RunAsync(call, cancellationToken);
    }
}
