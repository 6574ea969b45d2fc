using System.Text.Json;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>One entry of the builder's <c>steps</c>, taken apart.</summary>
/// <param name="Key">The step's key.</param>
/// <param name="Agent">The agent's id; the key when none is named.</param>
/// <param name="Entry">The whole entry.</param>
/// <param name="Output">Its output; undefined when there is none or when it is no object.</param>
/// <param name="Evidence">Tool results by tool name.</param>
internal sealed record StepInput(
    string Key, string Agent, JsonElement Entry, JsonElement Output, IReadOnlyList<(string Tool, JsonElement Result)> Evidence)
{
    private const int MaxSteps = 500;

    /// <summary>Takes the builder's input apart.</summary>
    public static IReadOnlyList<StepInput> ReadAll(JsonElement input) =>
        [.. input.Members("steps").Where(static s => s.Name.Length > 0).Take(MaxSteps).Select(static s => Read(s.Name, s.Value))];

    private static StepInput Read(string key, JsonElement entry)
    {
        var output = entry.Object("output", "result");
        var evidence = output.Members("evidence").Concat(entry.Members("evidence"))
            .Where(static e => e.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            .Select(static e => (e.Name, Unwrap(e.Value)));
        return new StepInput(key, AgentOf(entry) ?? AgentOf(output) ?? key, entry, output, [.. evidence]);
    }

    private static string? AgentOf(JsonElement element) =>
        element.Text("agent", "agentId") ?? element.Object("agent").Text("id", "name");

    /// <summary>A tool's result may stand by itself or inside <c>{ "tool": …, "result": … }</c>.</summary>
    private static JsonElement Unwrap(JsonElement value) =>
        value.Object("result", "output") is { ValueKind: JsonValueKind.Object } inner ? inner : value;
}
