using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>
/// Gemini's <c>Schema</c> (ai.google.dev/api/caching#Schema), a subset of OpenAPI 3.0: references are written out, null types become
/// <c>nullable</c>, only strings have enums. Other limits of a value go into its description, so that the model knows them.
/// </summary>
internal sealed class OpenApiSchema(JsonObject root)
{
    private const int MostSchemas = 4_000;
    private static readonly string[] Kept =
        ["title", "description", "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties", "minimum", "maximum", "pattern"];
    private readonly List<string> _open = [];
    private int _written;

    /// <summary>The whole schema.</summary>
    /// <exception cref="InexpressibleSchemaException">It contains itself, which cannot be written out.</exception>
    public JsonObject Write() => Write(PlainSchema.Write(root)) ?? [];

    private JsonObject? Write(JsonNode? node)
    {
        if (++_written > MostSchemas)
            throw new InexpressibleSchemaException("its schema becomes too large when its references are written out");
        if (node is not JsonObject schema || schema["not"] is JsonObject { Count: 0 })
            return null;
        if (schema["$ref"] is { } reference)
            return Follow(schema, reference);
        if (schema["allOf"] is JsonArray parts)
            return Write(Merge(schema, parts));

        var written = new JsonObject();
        foreach (var keyword in Kept)
        {
            if (schema[keyword] is { } value)
                written[keyword] = value.DeepClone();
        }

        var types = Types(schema);
        if (types.Remove("null"))
            written["nullable"] = true;
        if (schema["anyOf"] is JsonArray || schema["oneOf"] is JsonArray)
            WriteChoice(schema, written);
        else if (types.Count == 1)
            WriteType(schema, types[0], written);
        else
            written["anyOf"] = new JsonArray([.. types.Select(type => Alternative(schema, type))]);
        return written;
    }

    private JsonObject? Follow(JsonObject schema, JsonNode reference)
    {
        var name = reference.GetValue<string>();
        if (_open.Contains(name))
            throw new InexpressibleSchemaException($"'{name}' contains itself, and this provider's schemas have no references");
        _open.Add(name);
        var rest = (JsonObject)schema.DeepClone();
        rest.Remove("$ref");
        var target = SchemaReference.Follow(root, reference);
        if (target is JsonObject found)
            SchemaMerge.Into(rest, found);
        var written = target is null ? null : Write(rest);
        _open.RemoveAt(_open.Count - 1);
        return written;
    }

    private JsonObject Merge(JsonObject schema, JsonArray parts)
    {
        var merged = (JsonObject)schema.DeepClone();
        merged.Remove("allOf");
        foreach (var part in parts)
        {
            // A reference in a part is kept as long as it is the only one; two would need both written out.
            var more = part as JsonObject ?? [];
            for (var steps = 0; more["$ref"] is { } reference; steps++)
            {
                if (steps > MostSchemas)
                    throw new InexpressibleSchemaException("its references go round in a circle");
                more = SchemaReference.Follow(root, reference) as JsonObject ?? [];
            }

            SchemaMerge.Into(merged, more);
        }

        return merged;
    }

    private void WriteChoice(JsonObject schema, JsonObject written)
    {
        var branches = ((schema["anyOf"] ?? schema["oneOf"]) as JsonArray)!;
        var kept = branches.Where(static b => !IsNull(b)).ToList();
        if (kept.Count < branches.Count)
            written["nullable"] = true;
        var choice = kept.Select(Write).OfType<JsonObject>().ToList();
        if (choice.Count == 1)
            SchemaMerge.Into(written, choice[0]);
        else if (choice.Count > 1)
            written["anyOf"] = new JsonArray([.. choice]);
        if (schema["properties"] is JsonObject && choice.Count > 1)
        {
            // Properties beside a choice: the object is described, the choice between its shapes is not.
            written.Remove("anyOf");
            WriteType(schema, "object", written);
        }
    }

    private JsonObject Alternative(JsonObject schema, string type)
    {
        var written = new JsonObject();
        WriteType(schema, type, written);
        return written;
    }

    private void WriteType(JsonObject schema, string type, JsonObject written)
    {
        written["type"] = type;
        switch (type)
        {
            case "object":
                WriteObject(schema, written);
                break;
            case "array":
                written["items"] = Items(schema);
                break;
            case "string" when schema["format"] is JsonValue format && format.TryGetValue<string>(out var name) && name is "date-time" or "enum":
                written["format"] = name;
                break;
        }

        WriteValues(schema, type, written);
        WriteExclusive(schema, type, written);
    }

    private void WriteObject(JsonObject schema, JsonObject written)
    {
        var properties = new JsonObject();
        foreach (var (name, child) in schema["properties"] as JsonObject ?? [])
        {
            if (Write(child) is { } property)
                properties[name] = property;
        }

        if (properties.Count > 0 || ReferenceEquals(schema, root))
            written["properties"] = properties;
        var required = SchemaMerge.Required(schema).Where(properties.ContainsKey);
        SchemaMerge.Require(written, required);
    }

    private JsonObject Items(JsonObject schema)
    {
        if (schema["prefixItems"] is not JsonArray tuple)
            return Write(schema["items"] ?? new JsonObject()) ?? Anything();
        var kinds = tuple.Select(Write).OfType<JsonObject>().ToList();
        return kinds.Count == 1 ? kinds[0] : new JsonObject { ["anyOf"] = new JsonArray([.. kinds]) };
    }

    private static void WriteValues(JsonObject schema, string type, JsonObject written)
    {
        var values = Values(schema).Where(static v => v is not null).ToList();
        if (values.Count == 0)
            return;
        if (type == "string" && values.All(static v => v!.GetValueKind() == JsonValueKind.String))
            written["enum"] = new JsonArray([.. values.Select(static v => v!.DeepClone())]);
        else
            Describe(written, $"One of: {string.Join(", ", values.Select(static v => v!.ToJsonString()))}.");
    }

    private static void WriteExclusive(JsonObject schema, string type, JsonObject written)
    {
        if (type is not ("integer" or "number"))
            return;
        if (schema["exclusiveMinimum"] is { } least)
            Describe(written, string.Create(CultureInfo.InvariantCulture, $"More than {least.ToJsonString()}."));
        if (schema["exclusiveMaximum"] is { } most)
            Describe(written, string.Create(CultureInfo.InvariantCulture, $"Less than {most.ToJsonString()}."));
    }

    private static void Describe(JsonObject written, string sentence)
    {
        var description = written["description"]?.GetValue<string>() ?? "";
        written["description"] = description.Length == 0 ? sentence : $"{description} {sentence}";
    }

    private static bool IsNull(JsonNode? schema) =>
        schema is JsonObject o &&
        ((o["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == "null") || (o.ContainsKey("const") && o["const"] is null));

    private static JsonObject Anything() =>
        new() { ["anyOf"] = new JsonArray([.. Any.Select(static type => new JsonObject { ["type"] = type })]) };

    private static readonly string[] Any = ["string", "number", "boolean", "object"];

    private static List<string> Types(JsonObject schema)
    {
        switch (schema["type"])
        {
            case JsonArray list:
                return [.. list.Select(static t => t!.GetValue<string>())];
            case JsonValue one:
                return [one.GetValue<string>()];
        }

        if (schema["properties"] is not null || schema["additionalProperties"] is JsonObject)
            return ["object"];
        if (schema["items"] is not null || schema["prefixItems"] is not null)
            return ["array"];
        return OfValues(Values(schema));
    }

    private static JsonArray Values(JsonObject schema) =>
        schema["enum"] as JsonArray ?? (schema.ContainsKey("const") ? [schema["const"]?.DeepClone()] : []);

    private static List<string> OfValues(JsonArray values)
    {
        var kinds = values.Select(static v => v?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Array => "array",
            _ => "object",
        }).Distinct().ToList();
        return kinds.Count == 0 ? [.. Any] : kinds;
    }
}
