using System.Collections.Immutable;
using Axle.Agents.Reasoning;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>agent trace</c>.</summary>
internal sealed record TraceDocument(string Run, ImmutableArray<AgentTrace> Agents);
