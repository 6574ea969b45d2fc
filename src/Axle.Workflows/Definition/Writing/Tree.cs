using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Writing;

/// <summary>Makes the JSON of a definition: keys of the language in order, data of users as it is.</summary>
/// <param name="sorted">Whether keys of the language are sorted by their characters, or stand in the order of the language page.</param>
internal sealed class Tree(bool sorted)
{
    /// <summary>An object of the language; parts without a value are left out.</summary>
    public JsonObject Object(params ReadOnlySpan<TreePart> parts)
    {
        var present = new List<TreePart>(parts.Length);
        foreach (var part in parts)
        {
            if (part.IsPresent)
                present.Add(part);
        }

        if (sorted)
            present.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        var json = new JsonObject();
        foreach (var part in present)
            json.Add(part.Key, part.Value);
        return json;
    }

    /// <summary>An object whose keys the user named. They have no order, so they are always sorted.</summary>
    public static JsonObject Named<T>(IEnumerable<T> items, Func<T, string> name, Func<T, JsonNode?> value)
    {
        var json = new JsonObject();
        foreach (var item in items.OrderBy(name, StringComparer.Ordinal))
            json.Add(name(item), value(item));
        return json;
    }

    /// <summary>A list.</summary>
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> value) => new([.. items.Select(value)]);

    /// <summary>Data as it is.</summary>
    public static JsonNode? Data(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(element),
    };

    /// <summary>A template as it was written.</summary>
    public static JsonNode? Data(Template template) => Data(template.Source);

    /// <summary>A condition, always in <c>${{ }}</c>.</summary>
    public static JsonNode Condition(Expression condition) => JsonValue.Create($"${{{{ {condition.Text.Trim()} }}}}");

    /// <summary>A duration in its largest whole unit.</summary>
    public static JsonNode Time(TimeSpan time) => JsonValue.Create(DurationText.Write(time));

    /// <summary>The camelCase name of an enum's value.</summary>
    public static JsonNode Choice<T>(T value)
        where T : struct, Enum => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

    /// <summary>A list of error kinds.</summary>
    public static JsonArray Kinds(IEnumerable<ErrorKind> kinds) => List(kinds, static k => JsonValue.Create(k.ToName()));
}
