using System.Text.Json.Nodes;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>Goes through the schemas that stand directly below a schema.</summary>
internal static class SchemaWalk
{
    private static readonly string[] Named = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
    private static readonly string[] Single = ["items", "not", "if", "then", "else", "contains", "propertyNames", "additionalProperties"];
    private static readonly string[] Lists = ["anyOf", "oneOf", "allOf", "prefixItems", "items"];

    /// <summary>Replaces each of them by what <paramref name="rewrite"/> makes of it.</summary>
    public static void RewriteChildren(JsonObject schema, Func<JsonNode?, JsonNode?> rewrite)
    {
        foreach (var keyword in Named)
        {
            if (schema[keyword] is JsonObject children)
            {
                foreach (var (name, child) in children.ToList())
                    children[name] = rewrite(child?.DeepClone());
            }
        }

        foreach (var keyword in Lists)
        {
            if (schema[keyword] is JsonArray children)
                schema[keyword] = new JsonArray([.. children.Select(child => rewrite(child?.DeepClone()))]);
        }

        foreach (var keyword in Single)
        {
            if (schema[keyword] is JsonObject child)
                schema[keyword] = rewrite(child.DeepClone());
        }
    }
}
