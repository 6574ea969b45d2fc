using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Agents.Runtime.Evidence;

/// <summary>What one evidence call brought.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Effect">What the tool may change.</param>
/// <param name="Value">The result; undefined when it failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record ToolResult(string Tool, ToolEffect Effect, JsonElement Value, AxleError? Error)
{
    /// <summary>Whether it changed the outside world, given that it was allowed to: a tool that found nothing to do says <c>applied: false</c>.</summary>
    public bool DidApply => Effect == ToolEffect.World && Error is null &&
        !(Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty("applied", out var applied) && applied.ValueKind == JsonValueKind.False);
}
