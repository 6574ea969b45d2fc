using System.Text.Json.Nodes;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>
/// Makes the top of a schema a plain object, as every provider wants it: references are followed, and choices at the top become one object
/// that allows them all.
/// </summary>
internal static class ArgumentsRoot
{
    private const int MostSteps = 16;
    private static readonly string[] Dropped = ["enum", "const", "not", "if", "then", "else", "$schema", "$id", "id", "$comment", "examples", "default"];

    /// <summary>The top as <c>{"type":"object","properties":{…}}</c>; definitions stay where they are.</summary>
    public static JsonObject Of(JsonObject schema)
    {
        var root = Flatten(schema, schema, MostSteps)
            ?? throw new InexpressibleSchemaException("its schema describes something else than an object; arguments are always one");
        foreach (var keyword in Dropped)
            root.Remove(keyword);
        root["type"] = "object";
        root["properties"] ??= new JsonObject();
        return root;
    }

    // Null: this branch is for something else than objects, which arguments never are.
    private static JsonObject? Flatten(JsonNode? node, JsonObject root, int steps)
    {
        if (steps == 0)
            throw new InexpressibleSchemaException("the references at the top of its schema go round in a circle");
        if (node is JsonValue value && value.TryGetValue<bool>(out var anything))
            return anything ? [] : null;
        var flat = (JsonObject)node!.DeepClone();
        if (flat["$ref"] is { } reference)
        {
            flat.Remove("$ref");
            if (Flatten(SchemaReference.Follow(root, reference), root, steps - 1) is not { } target)
                return null;
            SchemaMerge.Into(flat, target);
        }

        if (!AllowsObject(flat["type"]) || !FlattenAll(flat, root, steps))
            return null;
        return FlattenChoice(flat, "anyOf", root, steps) && FlattenChoice(flat, "oneOf", root, steps) ? flat : null;
    }

    private static bool FlattenAll(JsonObject flat, JsonObject root, int steps)
    {
        if (flat["allOf"] is not JsonArray parts)
            return true;
        flat.Remove("allOf");
        foreach (var part in parts)
        {
            if (Flatten(part, root, steps - 1) is not { } object_)
                return false;
            SchemaMerge.Into(flat, object_);
        }

        // One part's "nothing else" would now forbid what the others bring.
        flat.Remove("additionalProperties");
        return true;
    }

    private static bool FlattenChoice(JsonObject flat, string keyword, JsonObject root, int steps)
    {
        if (flat[keyword] is not JsonArray branches)
            return true;
        flat.Remove(keyword);
        var objects = branches.Select(branch => Flatten(branch, root, steps - 1)).OfType<JsonObject>().ToList();
        if (objects.Count == 0)
            return false;
        var required = objects.Select(SchemaMerge.Required).Aggregate((all, one) => [.. all.Intersect(one)]);
        foreach (var branch in objects)
        {
            branch.Remove("required");
            SchemaMerge.Alternative(flat, branch);
        }

        SchemaMerge.Require(flat, required);
        flat.Remove("additionalProperties");
        return true;
    }

    private static bool AllowsObject(JsonNode? type) => type switch
    {
        null => true,
        JsonArray types => types.Any(static t => t!.GetValue<string>() == "object"),
        _ => type.GetValue<string>() == "object",
    };
}
