using System.Text.Json;

namespace Axle.Agents.Definition;

/// <summary>One tool call that collects facts before the model is asked.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="With">
/// Arguments, a JSON object. A value that is exactly <c>${{ inputs.name }}</c> stands for that input; it is left out when the
/// input has no value.
/// </param>
public sealed record EvidenceCall(string Tool, JsonElement With);
