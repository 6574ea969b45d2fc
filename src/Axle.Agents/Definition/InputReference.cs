using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Agents.Definition;

/// <summary>
/// A string that is exactly <c>${{ inputs.name }}</c> inside an evidence call: it stands for the input's value and keeps its type.
/// Agent files know no other expressions; conditions and arithmetic belong to workflows.
/// </summary>
internal static class InputReference
{
    private const string Open = "${{";
    private const string Close = "}}";
    private const string Prefix = "inputs.";

    /// <summary>The names of all inputs that a value refers to.</summary>
    public static IEnumerable<string> NamesIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => NameIn(value.GetString()!) is { } name ? [name] : [],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static property => NamesIn(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(NamesIn),
        _ => [],
    };

    /// <summary>Puts inputs in the place of references; members and items whose input has no value are left out.</summary>
    public static JsonElement Fill(JsonElement value, JsonElement inputs) =>
        JsonSerializer.SerializeToElement(TryFill(value, inputs, out var filled) ? filled : null);

    private static bool TryFill(JsonElement value, JsonElement inputs, out JsonNode? filled)
    {
        filled = null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when NameIn(value.GetString()!) is { } name:
                if (!inputs.TryGetProperty(name, out var input) || input.ValueKind == JsonValueKind.Null)
                    return false;
                filled = JsonSerializer.SerializeToNode(input);
                return true;
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var property in value.EnumerateObject())
                {
                    if (TryFill(property.Value, inputs, out var member))
                        members[property.Name] = member;
                }

                filled = members;
                return true;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var element in value.EnumerateArray())
                {
                    if (TryFill(element, inputs, out var item))
                        items.Add(item);
                }

                filled = items;
                return true;
            default:
                filled = JsonSerializer.SerializeToNode(value);
                return true;
        }
    }

    private static string? NameIn(string text)
    {
        if (!text.StartsWith(Open, StringComparison.Ordinal) || !text.EndsWith(Close, StringComparison.Ordinal))
            return null;
        var inner = text[Open.Length..^Close.Length].Trim();
        return inner.StartsWith(Prefix, StringComparison.Ordinal) ? inner[Prefix.Length..] : null;
    }
}
