using Axle.Agents.Standing;

namespace Axle.Agents.Routing;

/// <summary>One of the agents that can do a piece of work.</summary>
/// <param name="Route">Agent and action, with the confidence that they fit.</param>
/// <param name="Standing">How the agent was doing when it was ranked.</param>
/// <param name="Why">One sentence: why it has this place.</param>
public sealed record RankedAgent(AgentRoute Route, AgentStanding Standing, string Why);
