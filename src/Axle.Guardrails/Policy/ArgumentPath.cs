using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Guardrails.Policy;

/// <summary>Places in arguments: names parted by dots, a star for every property or item, two stars for any depth.</summary>
internal static class ArgumentPath
{
    private const int MostDepth = 32;

    /// <summary>The values at the place.</summary>
    public static List<JsonElement> Find(JsonElement arguments, string path)
    {
        var found = new List<JsonElement>();
        Find(arguments, path.Split('.'), 0, found, 0);
        return found;
    }

    /// <summary>Changes the values at the place.</summary>
    public static void Change(JsonNode? node, ReadOnlySpan<string> path, Func<JsonNode?, JsonNode?> change)
    {
        if (path.IsEmpty || node is null)
            return;
        foreach (var key in Keys(node, path[0]))
        {
            if (path.Length > 1)
                Change(Child(node, key), path[1..], change);
            else if (node is JsonObject map)
                map[(string)key] = change(map[(string)key]?.DeepClone());
            else
                node.AsArray()[(int)key] = change(node.AsArray()[(int)key]?.DeepClone());
        }
    }

    private static void Find(JsonElement value, string[] path, int at, List<JsonElement> found, int depth)
    {
        if (depth > MostDepth)
            return;
        if (at == path.Length)
        {
            // A list at the end counts by its items.
            if (value.ValueKind == JsonValueKind.Array)
                found.AddRange(value.EnumerateArray());
            else
                found.Add(value);
            return;
        }

        if (path[at] == "**")
            Find(value, path, at + 1, found, depth + 1);
        var next = path[at] == "**" ? at : at + 1;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                if (path[at] is "*" or "**" || property.Name.Equals(path[at], StringComparison.OrdinalIgnoreCase))
                    Find(property.Value, path, next, found, depth + 1);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && path[at] is "*" or "**")
        {
            foreach (var item in value.EnumerateArray())
                Find(item, path, next, found, depth + 1);
        }
    }

    private static object[] Keys(JsonNode node, string name) => node switch
    {
        JsonObject map when name == "*" => [.. map.Select(static p => p.Key)],
        JsonObject map => [.. map.Select(static p => p.Key).Where(k => k.Equals(name, StringComparison.OrdinalIgnoreCase))],
        JsonArray list when name == "*" => [.. Enumerable.Range(0, list.Count).Cast<object>()],
        _ => [],
    };

    private static JsonNode? Child(JsonNode node, object key) => key is string name ? node[name] : node[(int)key];
}
