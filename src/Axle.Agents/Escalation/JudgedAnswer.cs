using System.Text.Json;
using Axle.Workflows.Ports;

namespace Axle.Agents.Escalation;

/// <summary>What a result says of itself.</summary>
/// <param name="result">A result of an agent.</param>
internal sealed class JudgedAnswer(StepResult result)
{
    private readonly JsonElement _output = result.Output.Value;

    /// <summary>US dollars that it took.</summary>
    public decimal Usd => result.Usage?.Usd ?? 0;

    /// <summary>Whether language models were to answer, and none did.</summary>
    public bool IsStandIn => IsOffline && result.Decisions.Any(static d => d.Kind == "provider-fallback");

    /// <summary>How sure of itself it is, 0 to 1; null when it does not say, or no language model said it.</summary>
    public double? Confidence => !IsOffline && _output.ValueKind == JsonValueKind.Object && _output.TryGetProperty("confidence", out var said)
        && said.ValueKind == JsonValueKind.Number ? said.GetDouble() : null;

    private bool IsOffline =>
        _output.ValueKind == JsonValueKind.Object && _output.TryGetProperty("offline", out var offline) && offline.ValueKind == JsonValueKind.True;
}
