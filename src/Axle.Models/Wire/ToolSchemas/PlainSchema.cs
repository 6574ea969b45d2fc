using System.Text.Json.Nodes;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>JSON Schema 2020-12 as OpenAI and Anthropic take it: what older drafts wrote differently is brought up to date.</summary>
internal static class PlainSchema
{
    /// <summary>Rewrites in place.</summary>
    public static JsonNode Write(JsonNode? node)
    {
        if (node is not JsonObject schema)
        {
            var allowsAnything = node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
            return allowsAnything ? new JsonObject() : new JsonObject { ["not"] = new JsonObject() };
        }

        if (schema["items"] is JsonArray tuple)
        {
            // Drafts before 2020-12 list the items of a tuple here.
            schema.Remove("items");
            if (tuple.Count > 0)
                schema["prefixItems"] = tuple;
            if (schema["additionalItems"] is { } rest)
            {
                schema.Remove("additionalItems");
                schema["items"] = rest;
            }
        }

        WriteLimit(schema, "exclusiveMinimum", "minimum");
        WriteLimit(schema, "exclusiveMaximum", "maximum");
        if (schema["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == "array")
            schema["items"] ??= new JsonObject();
        SchemaWalk.RewriteChildren(schema, Write);
        return schema;
    }

    // Draft 4 has a flag beside the limit.
    private static void WriteLimit(JsonObject schema, string exclusive, string limit)
    {
        if (schema[exclusive] is not JsonValue flag || !flag.TryGetValue<bool>(out var isExclusive))
            return;
        schema.Remove(exclusive);
        if (!isExclusive || schema[limit] is not { } number)
            return;
        schema.Remove(limit);
        schema[exclusive] = number;
    }
}
