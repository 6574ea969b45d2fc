using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>Follows references inside a schema: JSON Pointers (RFC 6901) in a URI fragment. Nothing is ever fetched.</summary>
internal static class SchemaReference
{
    /// <summary>What a <c>$ref</c> points to; null when that is nothing here.</summary>
    public static JsonElement? Find(JsonElement root, JsonElement reference)
    {
        if (reference.ValueKind != JsonValueKind.String || Steps(reference.GetString()!) is not { } steps)
            return null;
        foreach (var step in steps)
        {
            if (root.ValueKind == JsonValueKind.Array && int.TryParse(step, out var index) && index >= 0 && index < root.GetArrayLength())
                root = root[index];
            else if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(step, out root))
                return null;
        }

        return root;
    }

    /// <summary>What a <c>$ref</c> points to; it is there, for the schema is sound.</summary>
    public static JsonNode? Follow(JsonNode root, JsonNode reference)
    {
        JsonNode? node = root;
        foreach (var step in Steps(reference.GetValue<string>()) ?? [])
            node = node is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node![step];
        return node;
    }

    private static IEnumerable<string>? Steps(string reference) => reference switch
    {
        "#" => [],
        _ when reference.StartsWith("#/", StringComparison.Ordinal) => reference[2..].Split('/').Select(static step =>
            Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
        _ => null,
    };
}
