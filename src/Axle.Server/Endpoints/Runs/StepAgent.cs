using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Who does a step.</summary>
/// <param name="Agent">The agent; null for steps that no agent does.</param>
/// <param name="Action">Its action; null where none is named.</param>
internal readonly record struct StepAgent(string? Agent, string? Action)
{
    /// <summary>The agent that was asked for is in what the step does; the one that was found for it, in what was decided.</summary>
    public static StepAgent Of(StepRecord step)
    {
        if (step.Kind != "agent")
            return default;
        var routed = step.Decisions.LastOrDefault(static d => d.Kind == "agent-routed")?.Data;
        var slash = step.Does.IndexOf('/', StringComparison.Ordinal);
        var (agent, action) = slash < 0 ? (step.Does, null) : (step.Does[..slash], step.Does[(slash + 1)..]);
        return new(Text(routed, "agent") ?? agent, Text(routed, "action") ?? action);
    }

    /// <summary>A text among facts; null when it is not there.</summary>
    public static string? Text(JsonElement? facts, string name) =>
        facts is { ValueKind: JsonValueKind.Object } some && some.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
