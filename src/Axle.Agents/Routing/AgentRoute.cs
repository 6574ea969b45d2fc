using System.Collections.Immutable;
using Axle.Agents.Definition;

namespace Axle.Agents.Routing;

/// <summary>Who does a piece of work, and how sure that is.</summary>
/// <param name="Agent">The chosen agent.</param>
/// <param name="Action">The chosen action of that agent.</param>
/// <param name="Confidence">0 to 1: the agent's confidence times the action's. 1 when both were named.</param>
/// <param name="AgentMatch">How the agent was found.</param>
/// <param name="ActionMatch">How the action was found.</param>
/// <param name="Candidates">The agents that were considered, best first, at most five; empty when the agent was named.</param>
/// <param name="Reason">One sentence: why this agent and action.</param>
public sealed record AgentRoute(
    AgentDefinition Agent,
    ActionDefinition Action,
    double Confidence,
    AgentMatch AgentMatch,
    ActionMatch ActionMatch,
    ImmutableArray<RouteCandidate> Candidates,
    string Reason)
{
    /// <summary>Whether both were found by name, alias included: nothing was guessed.</summary>
    public bool IsNamed => AgentMatch is AgentMatch.Id or AgentMatch.Alias && ActionMatch is ActionMatch.Name or ActionMatch.Alias;
}

/// <summary>One agent that was considered.</summary>
/// <param name="Agent">Its id.</param>
/// <param name="Action">The name of its action that fits best; null when none fits.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record RouteCandidate(string Agent, string? Action, double Confidence);

/// <summary>How an agent was found.</summary>
public enum AgentMatch
{
    /// <summary>By its id.</summary>
    Id = 0,

    /// <summary>By one of its aliases.</summary>
    Alias,

    /// <summary>No or an unknown agent was named: by what agents can do.</summary>
    Capability,

    /// <summary>The named agent cannot do it: an agent that has the action stands in.</summary>
    Rerouted,
}

/// <summary>How an action was found.</summary>
public enum ActionMatch
{
    /// <summary>By its name.</summary>
    Name = 0,

    /// <summary>By one of its aliases.</summary>
    Alias,

    /// <summary>By the words it shares with what was asked for.</summary>
    Nearest,
}
