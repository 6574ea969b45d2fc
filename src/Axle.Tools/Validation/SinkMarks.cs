using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Tools.Validation;

/// <summary>Marks in schemas of tools from outside where their arguments go, because such schemas do not say it themselves.</summary>
public static class SinkMarks
{
    private const int Deepest = 32;

    /// <summary>Puts <c>x-axle-sink</c> beside every property of one of the names, at any depth; lists of texts are marked at their items.</summary>
    /// <param name="schema">The schema of a tool's arguments.</param>
    /// <param name="sinks">Sinks (<c>path</c>, <c>shell</c>, <c>argument</c>, <c>sql</c>, <c>url</c>) by names of properties.</param>
    /// <returns>A marked copy; what is marked already stays as it is.</returns>
    public static JsonElement Mark(JsonElement schema, IReadOnlyDictionary<string, string> sinks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        var copy = JsonNode.Parse(schema.GetRawText());
        Walk(copy, sinks, 0);
        return JsonSerializer.SerializeToElement(copy);
    }

    private static void Walk(JsonNode? node, IReadOnlyDictionary<string, string> sinks, int depth)
    {
        if (depth > Deepest)
        {
            return;
        }

        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Walk(item, sinks, depth + 1);
            }
        }

        if (node is not JsonObject schema)
        {
            return;
        }

        foreach (var (_, child) in schema)
        {
            Walk(child, sinks, depth + 1);
        }

        foreach (var (name, property) in schema["properties"] as JsonObject ?? new JsonObject())
        {
            if (sinks.TryGetValue(name, out var sink) && property is JsonObject place)
            {
                var marked = place["items"] as JsonObject ?? place;
                marked["x-axle-sink"] ??= sink;
            }
        }
    }
}
