using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Runtime.Evidence;

/// <summary>A step that ended before this one, with what it returned.</summary>
/// <param name="Key">Its key; its path where it is in another list of steps.</param>
/// <param name="Output">Its output; undefined when it has none.</param>
/// <param name="Record">How it went.</param>
internal sealed record UpstreamStep(string Key, JsonElement Output, StepRecord Record)
{
    // What a later agent needs of an earlier one: its judgement, not its raw measurements.
    private static readonly string[] Told =
        ["agent", "action", "offline", "title", "summary", "score", "counts", "themes", "recommendations", "milestones", "decision", "risks", "cases", "checks", "applied"];

    /// <summary>The steps that this one depends on; for an action that publishes, everything that ended.</summary>
    public static IReadOnlyList<UpstreamStep> Of(StepContext context, bool everything)
    {
        var list = context.Path[..^context.Key.Length];
        var wanted = context.Upstream.Select(key => list + key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. context.Ended
                .Where(record => (everything || wanted.Contains(record.Path)) && record.Path != context.Path)
                .DistinctBy(static record => record.Path)
                .Select(record => new UpstreamStep(
                    record.Path.StartsWith(list, StringComparison.Ordinal) ? record.Path[list.Length..] : record.Path,
                    record.Output is { IsResolved: true } output ? output.Value : default,
                    record)),
        ];
    }

    /// <summary>The step as evidence for another agent.</summary>
    /// <param name="findings">The findings that are told under this step, numbered.</param>
    public JsonObject ToEvidence(IEnumerable<NumberedFinding> findings)
    {
        var json = new JsonObject { ["status"] = JsonNamingPolicy.CamelCase.ConvertName(Record.Status.ToString()) };
        if (Record.Error is { } error)
            json["error"] = error.Message;
        if (Output.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in Told)
            {
                if (Output.TryGetProperty(name, out var value))
                    json[name] = JsonSerializer.SerializeToNode(value);
            }
        }

        json["findings"] = new JsonArray([.. findings.Select(static finding => finding.ToEvidence())]);
        return json;
    }
}
