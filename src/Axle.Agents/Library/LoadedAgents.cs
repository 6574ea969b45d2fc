using System.Collections.Immutable;
using Axle.Agents.Definition;

namespace Axle.Agents.Library;

/// <summary>What <see cref="AgentLibrary"/> found.</summary>
/// <param name="Agents">The agents in force, by id.</param>
/// <param name="Faults">What is wrong with files that could not be used.</param>
/// <param name="Overridden">One sentence for each agent that stands in for another of the same id.</param>
public sealed record LoadedAgents(ImmutableArray<AgentDefinition> Agents, ImmutableArray<AgentFault> Faults, ImmutableArray<string> Overridden);
