using System.Collections.Immutable;
using Axle.Workflows.Resilience.CircuitBreaking;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>circuit list</c>.</summary>
internal sealed record CircuitListDocument(ImmutableArray<CircuitPart> Circuits);

/// <summary>A circuit breaker; the answer of <c>circuit reset</c>.</summary>
internal sealed record CircuitPart(
    string Name, string Status, DateTimeOffset Since, int Calls, int Failures, DateTimeOffset? NextProbeAt, string? Reason)
{
    public static CircuitPart Of(CircuitInfo circuit) => new(
        circuit.Name, Words.Name(circuit.Status), circuit.Since, circuit.Calls, circuit.Failures, circuit.NextProbeAt, circuit.Reason);
}
