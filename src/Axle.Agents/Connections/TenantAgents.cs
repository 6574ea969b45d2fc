using System.Collections.Immutable;
using Axle.Agents.Definition;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Standing;

namespace Axle.Agents.Connections;

/// <summary>The agents that connect for one tenant, and the way to find them beside those that all tenants share. Immutable.</summary>
/// <param name="agents">Them, by id.</param>
/// <param name="shared">Finds the others.</param>
/// <param name="book">How agents are doing.</param>
internal sealed class TenantAgents(ImmutableDictionary<string, RegisteredAgent> agents, Func<AgentRouter> shared, AgentBook? book)
{
    // Indexed when it is first needed: many may register before anybody is looked for.
    private readonly Lazy<AgentRouter> _router = new(() => new AgentRouter(
        // Those of files come first: whoever connects stands in for none of them.
        new AgentRegistry(shared().Registry.All.Concat(agents.Values.Select(static a => a.Definition))), book));

    /// <summary>No agents.</summary>
    public static TenantAgents None { get; } = new(
        ImmutableDictionary<string, RegisteredAgent>.Empty, static () => throw new InvalidOperationException("Nobody connects; ask for the shared ones."), null);

    /// <summary>Them, by id.</summary>
    public ImmutableDictionary<string, RegisteredAgent> Agents => agents;

    /// <summary>Finds them and the shared ones.</summary>
    public AgentRouter Router => _router.Value;
}

/// <summary>An agent that connects.</summary>
/// <param name="Definition">What it is.</param>
/// <param name="Said">What its process said, as JSON: who says the same again changes nothing.</param>
internal sealed record RegisteredAgent(AgentDefinition Definition, string Said);
