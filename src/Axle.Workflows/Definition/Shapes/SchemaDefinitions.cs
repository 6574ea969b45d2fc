using System.Text.Json.Nodes;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>Collects the named shapes of a JSON Schema, so that shapes may contain themselves.</summary>
internal sealed class SchemaDefinitions
{
    private readonly SortedDictionary<string, JsonObject?> _definitions = new(StringComparer.Ordinal);

    /// <summary>A reference to a named shape, which is described the first time it is asked for.</summary>
    public JsonObject Refer(string name, Func<SchemaDefinitions, JsonObject> describe)
    {
        if (_definitions.TryAdd(name, null))
            _definitions[name] = describe(this);
        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    /// <summary>All named shapes.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, definition) in _definitions)
            json[name] = definition;
        return json;
    }
}
