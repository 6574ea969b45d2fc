using System.Text.Json.Nodes;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>
/// The subset of OpenAI's strict mode (Structured Outputs guide, "Supported schemas"): every property required, none besides them, no
/// composition but <c>anyOf</c>, at most ten levels and 5,000 properties.
/// </summary>
internal sealed class StrictSchema
{
    private const int DeepestNesting = 10;
    private const int MostProperties = 5_000;
    private static readonly string[] Kept =
    [
        "type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const", "$ref", "$defs", "definitions", "description", "title",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "format",
    ];
    private static readonly string[] Formats = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];
    private static readonly string[] Impossible =
        ["allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties", "prefixItems"];
    private int _properties;

    /// <summary>Rewrites in place.</summary>
    /// <exception cref="InexpressibleSchemaException">Strict mode would mean something else.</exception>
    public JsonObject Write(JsonObject root) => Write(PlainSchema.Write(root), 0);

    private JsonObject Write(JsonNode? node, int depth)
    {
        if (node is not JsonObject schema || schema.Count == 0)
            throw new InexpressibleSchemaException("strict mode knows no schema that allows anything");
        if (depth > DeepestNesting * 2)
            throw new InexpressibleSchemaException("strict mode does not nest this deep");
        if (Array.Find(Impossible, schema.ContainsKey) is { } keyword)
            throw new InexpressibleSchemaException($"strict mode has no '{keyword}'");
        if (schema["oneOf"] is { } choice)
        {
            schema.Remove("oneOf");
            schema["anyOf"] ??= choice.DeepClone();
        }

        foreach (var (name, _) in schema.ToList())
        {
            if (!Kept.Contains(name, StringComparer.Ordinal))
                schema.Remove(name);
        }

        if (schema["format"] is JsonValue format && (!format.TryGetValue<string>(out var known) || !Formats.Contains(known, StringComparer.Ordinal)))
            schema.Remove("format");
        if (schema["type"] is JsonValue type && type.TryGetValue<string>(out var word) && word == "object" || schema.ContainsKey("properties"))
            CloseObject(schema);
        SchemaWalk.RewriteChildren(schema, child => Write(child, depth + 1));
        return schema;
    }

    private void CloseObject(JsonObject schema)
    {
        if (schema["properties"] is not JsonObject properties || (properties.Count == 0 && schema["additionalProperties"] is null))
            throw new InexpressibleSchemaException("strict mode has no objects whose properties are not listed");
        if (schema["additionalProperties"] is { } more && !(more is JsonValue value && value.TryGetValue<bool>(out var open) && !open))
            throw new InexpressibleSchemaException("strict mode has no additional properties");
        _properties += properties.Count;
        if (_properties > MostProperties)
            throw new InexpressibleSchemaException($"strict mode has at most {MostProperties} properties");
        var required = SchemaMerge.Required(schema);
        if (properties.FirstOrDefault(p => !required.Contains(p.Key)).Key is { } optional)
            throw new InexpressibleSchemaException($"strict mode has no optional properties, such as '{optional}'");
        schema["additionalProperties"] = false;
    }
}
