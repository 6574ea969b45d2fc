using System.Text.Json.Nodes;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>Puts two object schemas into one.</summary>
internal static class SchemaMerge
{
    /// <summary>Adds what must hold too. Where both say the same keyword, the first one's stays, which allows more than both together.</summary>
    public static void Into(JsonObject target, JsonObject more)
    {
        foreach (var (name, value) in more.ToList())
        {
            if (name == "required")
                Require(target, Required(target).Union(Required(more)));
            else if (name == "properties" && target[name] is JsonObject known)
                AddProperties(known, (JsonObject)value!, "allOf");
            else if (!target.ContainsKey(name))
                target[name] = value?.DeepClone();
        }
    }

    /// <summary>Adds what may hold instead.</summary>
    public static void Alternative(JsonObject target, JsonObject branch)
    {
        if (branch["properties"] is JsonObject properties)
            AddProperties((JsonObject)(target["properties"] ??= new JsonObject()), properties, "anyOf");
        if (branch["$defs"] is JsonObject definitions && target["$defs"] is null)
            target["$defs"] = definitions.DeepClone();
        if (branch["description"] is { } description && target["description"] is null)
            target["description"] = description.DeepClone();
    }

    /// <summary>The names that must be there.</summary>
    public static IReadOnlyList<string> Required(JsonObject schema) =>
        schema["required"] is JsonArray names ? [.. names.Select(static n => n!.GetValue<string>())] : [];

    /// <summary>Adds names that must be there.</summary>
    public static void Require(JsonObject schema, IEnumerable<string> names)
    {
        var all = Required(schema).Union(names).ToList();
        if (all.Count > 0)
            schema["required"] = new JsonArray([.. all.Select(static n => JsonValue.Create(n))]);
    }

    private static void AddProperties(JsonObject known, JsonObject more, string together)
    {
        foreach (var (name, value) in more.ToList())
        {
            if (known[name] is not { } first)
                known[name] = value?.DeepClone();
            else if (!JsonNode.DeepEquals(first, value))
                known[name] = Join(first, value, together);
        }
    }

    private static JsonObject Join(JsonNode first, JsonNode? second, string together)
    {
        if (first is JsonObject { Count: 1 } joined && joined[together] is JsonArray list)
        {
            if (!list.Any(one => JsonNode.DeepEquals(one, second)))
                list.Add(second?.DeepClone());
            return (JsonObject)joined.DeepClone();
        }

        return new JsonObject { [together] = new JsonArray(first.DeepClone(), second?.DeepClone()) };
    }
}
