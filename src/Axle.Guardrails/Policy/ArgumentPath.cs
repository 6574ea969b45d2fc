using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Guardrails.Policy;

/// <summary>Places in arguments: names parted by dots (<c>to|cc</c> for either), a star for every property or item, two stars for any depth.</summary>
internal static class ArgumentPath
{
    private const int MostDepth = 32;

    /// <summary>The values at the place.</summary>
    /// <exception cref="InvalidOperationException">The arguments are nested more deeply than is looked at.</exception>
    public static List<JsonElement> Find(JsonElement arguments, string path)
    {
        var found = new List<JsonElement>();
        Find(arguments, path.Split('.'), 0, found, 0);
        return found;
    }

    /// <summary>Changes the values at the place.</summary>
    /// <exception cref="InvalidOperationException">The arguments are nested more deeply than is looked at.</exception>
    public static void Change(JsonNode? node, string path, Func<JsonNode?, JsonNode?> change) => Change(node, path.Split('.'), change, 0);

    private static void Change(JsonNode? node, ReadOnlySpan<string> path, Func<JsonNode?, JsonNode?> change, int depth)
    {
        if (node is not (JsonObject or JsonArray))
            return;
        Bound(depth);
        var anywhere = path[0] == "**";
        if (anywhere && path.Length > 1)
            Change(node, path[1..], change, depth + 1);
        foreach (var key in Keys(node, path[0]))
        {
            var child = Child(node, key);
            if (anywhere && (path.Length > 1 || child is JsonObject or JsonArray))
                Change(child, path, change, depth + 1);
            else if (path.Length > 1)
                Change(child, path[1..], change, depth + 1);
            else if (node is JsonObject map)
                map[(string)key] = change(child?.DeepClone());
            else
                node.AsArray()[(int)key] = change(child?.DeepClone());
        }
    }

    private static void Find(JsonElement value, string[] path, int at, List<JsonElement> found, int depth)
    {
        Bound(depth);
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
                if (path[at] is "*" or "**" || IsNamed(property.Name, path[at]))
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
        JsonObject map when name is "*" or "**" => [.. map.Select(static p => p.Key)],
        JsonObject map => [.. map.Select(static p => p.Key).Where(k => IsNamed(k, name))],
        JsonArray list when name is "*" or "**" => [.. Enumerable.Range(0, list.Count).Cast<object>()],
        _ => [],
    };

    private static JsonNode? Child(JsonNode node, object key) => key is string name ? node[name] : node[(int)key];

    private static bool IsNamed(string name, string wanted) => wanted.Split('|').Contains(name, StringComparer.OrdinalIgnoreCase);

    // What is not looked at must not pass.
    private static void Bound(int depth)
    {
        if (depth > MostDepth)
            throw new InvalidOperationException($"The arguments are nested more than {MostDepth} deep.");
    }
}
