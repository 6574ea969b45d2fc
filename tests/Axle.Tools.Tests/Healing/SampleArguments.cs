using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Tools.Tests.Healing;

/// <summary>Sound arguments made from a schema, by a seed.</summary>
internal sealed class SampleArguments(Random random)
{
    private static readonly string[] Words = ["alpha", "beta release", "gamma", "a sentence of words", "delta-4"];

    public JsonObject Of(JsonElement schema) => (JsonObject)Value("", schema)!;

    private JsonNode? Value(string name, JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var values))
            return JsonNode.Parse(values[random.Next(values.GetArrayLength())].GetRawText());
        if (schema.TryGetProperty("const", out var only))
            return JsonNode.Parse(only.GetRawText());
        if (schema.TryGetProperty("anyOf", out var branches))
            return Value(name, branches[0]);
        return (schema.TryGetProperty("type", out var type) ? type.ToString() : "string") switch
        {
            "object" => Members(schema),
            "array" => new JsonArray([.. Enumerable.Range(0, 2).Select(_ => Value(name, schema.GetProperty("items")))]),
            "integer" or "number" => JsonValue.Create(Number(schema)),
            "boolean" => JsonValue.Create(random.Next(2) == 0),
            _ => JsonValue.Create(Text(name, schema)),
        };
    }

    private JsonObject Members(JsonElement schema)
    {
        var members = new JsonObject();
        if (!schema.TryGetProperty("properties", out var properties))
            return members;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static n => n.GetString()).ToHashSet() : [];
        foreach (var property in properties.EnumerateObject())
        {
            var special = property.Value.TryGetProperty("pattern", out _) && property.Name is not ("revision" or "from" or "to");
            if (required.Contains(property.Name) || (!special && random.Next(3) > 0))
                members[property.Name] = Value(property.Name, property.Value);
        }

        return members;
    }

    private int Number(JsonElement schema)
    {
        var least = schema.TryGetProperty("minimum", out var low) ? (int)Math.Max(low.GetDouble(), -1_000_000) : 1;
        var most = schema.TryGetProperty("maximum", out var high) ? (int)Math.Min(high.GetDouble(), 1_000_000) : least + 50;
        return random.Next(least, Math.Max(least, most) + 1);
    }

    private string Text(string name, JsonElement schema)
    {
        var sink = schema.TryGetProperty("x-axle-sink", out var kind) ? kind.GetString() : null;
        var format = schema.TryGetProperty("format", out var text) ? text.GetString() : null;
        return (sink, format) switch
        {
            ("path", _) or (_, "workspace-path") => random.Next(2) == 0 ? "src/a.cs" : "src",
            (_, "workspace-glob") => "src/**/*.cs",
            ("url", _) or (_, "uri") => "https://example.org/a",
            ("shell", _) => "dotnet",
            ("argument", _) => "main",
            _ => schema.TryGetProperty("pattern", out _) ? "main" : Words[random.Next(Words.Length)],
        };
    }
}
