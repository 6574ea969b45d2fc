using System.Collections.Frozen;
using System.Collections.Immutable;
using Axle.Agents.Definition;
using Axle.Schemas;

namespace Axle.Agents.Registry;

/// <summary>The agents in force, found by id or alias; letter case does not matter. Immutable.</summary>
public sealed class AgentRegistry
{
    private readonly FrozenDictionary<string, AgentDefinition> _byId;
    private readonly FrozenDictionary<string, AgentDefinition> _byAlias;

    /// <summary>Registers agents. Of two agents with one id the first stays; of two that claim one alias the first keeps it. See
    /// <see cref="Conflicts"/>.</summary>
    public AgentRegistry(IEnumerable<AgentDefinition> agents)
    {
        ArgumentNullException.ThrowIfNull(agents);
        var ids = new Dictionary<string, AgentDefinition>(StringComparer.OrdinalIgnoreCase);
        var conflicts = ImmutableArray.CreateBuilder<string>();
        foreach (var agent in agents)
        {
            if (!ids.TryAdd(agent.Id, agent))
                conflicts.Add($"Agent '{agent.Id}' of {agent.Source} is not used: {ids[agent.Id].Source} has the same id. Give one of them another id.");
        }

        All = [.. ids.Values.OrderBy(static agent => agent.Id, StringComparer.Ordinal)];
        _byId = ids.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _byAlias = CollectAliases(All, ids, conflicts).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Conflicts = conflicts.ToImmutable();
    }

    /// <summary>Every agent, by id.</summary>
    public ImmutableArray<AgentDefinition> All { get; }

    /// <summary>Names that two agents claim, each with what became of it and how to mend it; empty when all is well.</summary>
    public ImmutableArray<string> Conflicts { get; }

    /// <summary>Finds an agent by its id; null when there is none.</summary>
    public AgentDefinition? FindById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Finds an agent by one of its aliases; null when there is none.</summary>
    public AgentDefinition? FindByAlias(string alias) => _byAlias.GetValueOrDefault(alias);

    /// <summary>Finds an agent by id, else by alias.</summary>
    /// <exception cref="AxleException">There is none: the message names the nearest.</exception>
    public AgentDefinition Get(string name) => FindById(name) ?? FindByAlias(name) ?? throw new AxleException(
        ErrorKind.NotFound,
        Nearest(name) is { } nearest
            ? $"There is no agent '{name}'. Did you mean '{nearest}'?"
            : $"There is no agent '{name}'. Agents: {string.Join(", ", All.Select(static agent => agent.Id))}.");

    /// <summary>The id or alias that a misspelt name is nearest to; null when none is near.</summary>
    public string? Nearest(string name) => NearestName.Find(name, All.Select(static agent => agent.Id).Concat(_byAlias.Keys.Order(StringComparer.Ordinal)));

    private static Dictionary<string, AgentDefinition> CollectAliases(
        ImmutableArray<AgentDefinition> agents, Dictionary<string, AgentDefinition> ids, ImmutableArray<string>.Builder conflicts)
    {
        var aliases = new Dictionary<string, AgentDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var agent in agents)
        {
            foreach (var alias in agent.Aliases)
            {
                var owner = ids.GetValueOrDefault(alias) ?? aliases.GetValueOrDefault(alias);
                if (owner is null)
                    aliases[alias] = agent;
                else if (owner != agent)
                    conflicts.Add($"Alias '{alias}' of agent '{agent.Id}' is not used: it names agent '{owner.Id}' already. Remove it from one of them.");
            }
        }

        return aliases;
    }
}
