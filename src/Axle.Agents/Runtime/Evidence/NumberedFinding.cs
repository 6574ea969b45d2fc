using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.Findings;

namespace Axle.Agents.Runtime.Evidence;

/// <summary>A finding with the number by which a model cites it.</summary>
/// <param name="Number">From 0, unique in one question.</param>
/// <param name="Source">The tool, or the upstream step, that found it.</param>
/// <param name="IsOwn">Whether a tool of this very step found it.</param>
/// <param name="Value">The finding.</param>
internal sealed record NumberedFinding(int Number, string Source, bool IsOwn, Finding Value)
{
    /// <summary>Where it is, as <c>file:line</c>.</summary>
    public string Place => $"{Value.File}:{Value.Line}";

    /// <summary>The finding as evidence: its JSON with <c>number</c> in front.</summary>
    public JsonObject ToEvidence()
    {
        var json = new JsonObject { ["number"] = Number };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(Value, FindingJson.Options)!.AsObject())
            json[name] = value?.DeepClone();
        return json;
    }
}
