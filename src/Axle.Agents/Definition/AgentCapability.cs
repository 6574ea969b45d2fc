using System.Collections.Immutable;

namespace Axle.Agents.Definition;

/// <summary>One thing an agent can do.</summary>
/// <param name="Name">A short phrase, for example <c>vulnerability scanning</c>.</param>
/// <param name="Confidence">How well it does it, above 0 up to 1.</param>
/// <param name="Keywords">Words by which work of this kind is recognised.</param>
public sealed record AgentCapability(string Name, double Confidence, ImmutableArray<string> Keywords);
