using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Agents.Runtime.Evidence;

/// <summary>
/// Keeps of a tool's result what a reader and the report need: all of it but the list of findings, which stands in the step's
/// own findings. A result that is still too large has its lists cut, and says so.
/// </summary>
internal static class EvidenceDigest
{
    /// <summary>Most characters of one tool's result.</summary>
    public const int MaxLength = 192 * 1024;

    private const string Findings = "findings";
    private static readonly int[] Cuts = [2000, 500, 200, 50, 10, 3, 0];

    public static JsonNode? Of(JsonElement result)
    {
        var whole = Without(result);
        if (Length(whole) <= MaxLength)
            return whole;
        foreach (var items in Cuts)
        {
            var cut = Cut(whole, items);
            if (cut is JsonObject shortened)
                shortened["trimmed"] = $"Lists were cut to {items} entries: the result was larger than {MaxLength / 1024} KB.";
            if (Length(cut) <= MaxLength)
                return cut;
        }

        return new JsonObject { ["trimmed"] = $"The result was larger than {MaxLength / 1024} KB and had no lists to cut." };
    }

    private static JsonNode? Without(JsonElement result)
    {
        var node = JsonSerializer.SerializeToNode(result);
        // A number of that name is a count and stays.
        if (node is JsonObject members && members[Findings] is JsonArray)
            members.Remove(Findings);
        return node;
    }

    private static JsonNode? Cut(JsonNode? node, int items) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Cut(member.Value, items)))),
        JsonArray list => new JsonArray([.. list.Take(items).Select(item => Cut(item, items))]),
        _ => node?.DeepClone(),
    };

    private static int Length(JsonNode? node) => node?.ToJsonString().Length ?? 0;
}
