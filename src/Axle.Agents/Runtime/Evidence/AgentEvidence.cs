using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Routing;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime.Evidence;

/// <summary>Everything that is known before the model is asked.</summary>
/// <param name="Tools">Results of the action's tools.</param>
/// <param name="Upstream">Steps that ended before.</param>
/// <param name="Findings">Findings of both, numbered; the step's own come first.</param>
internal sealed record AgentEvidence(
    IReadOnlyList<ToolResult> Tools, IReadOnlyList<UpstreamStep> Upstream, IReadOnlyList<NumberedFinding> Findings)
{
    /// <summary>The findings that this step's own tools brought.</summary>
    public IEnumerable<NumberedFinding> Own => Findings.TakeWhile(static finding => finding.IsOwn);

    /// <summary>
    /// The evidence as the model reads it: <c>{ action, agent, workspace, tools: { name: result }, upstream: { key: … }, inputs }</c>. Each
    /// finding has a <c>number</c> and stands in one place only.
    /// </summary>
    public JsonElement ToJson(AgentRoute route, StepContext context, JsonElement inputs)
    {
        var bySource = Findings.ToLookup(static finding => (finding.IsOwn, finding.Source));
        var tools = new JsonObject();
        foreach (var tool in Tools)
            tools[tool.Tool] = ToEvidence(tool, bySource[(true, tool.Tool)]);
        var upstream = new JsonObject();
        foreach (var step in Upstream)
            upstream[step.Key] = step.ToEvidence(bySource[(false, step.Key)]);
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["action"] = route.Action.Name,
            ["agent"] = route.Agent.Id,
            // The name only: where the directory lies on this machine is nobody's business outside of it.
            ["workspace"] = context.Attributes.TryGetValue(RunAttributes.Workspace, out var path)
                ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path))
                : "",
            ["tools"] = tools,
            ["upstream"] = upstream,
            ["inputs"] = JsonSerializer.SerializeToNode(inputs),
        });
    }

    private static JsonObject ToEvidence(ToolResult tool, IEnumerable<NumberedFinding> findings)
    {
        if (tool.Error is { } error)
            return new JsonObject { ["error"] = error.Message };
        var digest = EvidenceDigest.Of(tool.Value);
        if (digest is not JsonObject members)
            return new JsonObject { ["result"] = digest };
        if (tool.Value.TryGetProperty("findings", out var list) && list.ValueKind == JsonValueKind.Array)
            members["findings"] = new JsonArray([.. findings.Select(static finding => finding.ToEvidence())]);
        return members;
    }
}
