using System.Collections.Immutable;

namespace Axle.Agents.Definition;

/// <summary>The outcome of reading one agent file.</summary>
/// <param name="Agent">The agent; null exactly when there are faults.</param>
/// <param name="Faults">Everything that is wrong, in the order of the file.</param>
public sealed record AgentReading(AgentDefinition? Agent, ImmutableArray<AgentFault> Faults);
