using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Wire.Json;

namespace Axle.Models.Providers.Gemini.Reading;

/// <summary>A call whose arguments come in pieces, each with the path where it belongs: <c>$.recipe.steps[1]</c>.</summary>
internal sealed class GrowingCall(string? id, string? name, string? signature)
{
    private const int MostItems = 10_000;
    private readonly JsonObject _arguments = [];

    public string? Id { get; } = id;

    public string? Name { get; } = name;

    public string? Signature { get; } = signature;

    /// <summary>The arguments so far.</summary>
    public JsonElement Arguments() => JsonElement.Parse(_arguments.ToJsonString());

    /// <summary>Adds the pieces of one part. Texts at one path grow; a path that is none is passed over.</summary>
    public void Grow(JsonElement call)
    {
        foreach (var piece in call.Items("partialArgs"))
        {
            if (ValueOf(piece) is { } value && piece.Text("jsonPath") is { } path)
                Put(path, value.Node, value.Grows);
        }
    }

    private static (JsonNode? Node, bool Grows)? ValueOf(JsonElement piece)
    {
        if (piece.Text("stringValue") is { } text)
            return (JsonValue.Create(text), true);
        if (piece.Field("numberValue") is { ValueKind: JsonValueKind.Number } number)
            return (JsonNode.Parse(number.GetRawText()), false);
        if (piece.Field("boolValue") is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag)
            return (JsonValue.Create(flag.GetBoolean()), false);
        return piece.Field("nullValue").ValueKind == JsonValueKind.Undefined ? null : (null, false);
    }

    private void Put(string path, JsonNode? value, bool grows)
    {
        var steps = path.Split(['.', '[', ']', '\'', '"'], StringSplitOptions.RemoveEmptyEntries);
        JsonNode at = _arguments;
        for (var i = 1; i < steps.Length; i++)
        {
            var isLast = i == steps.Length - 1;
            var before = Get(at, steps[i]);
            if (isLast && grows && before is JsonValue old && old.TryGetValue<string>(out var text))
                value = JsonValue.Create(text + value);
            var next = isLast ? value : before is JsonObject or JsonArray ? before : Empty(IsIndex(steps[i + 1]));
            if (!ReferenceEquals(next, before) && !TrySet(at, steps[i], next))
                return;
            at = next!;
        }
    }

    private static JsonNode Empty(bool isList) => isList ? new JsonArray() : new JsonObject();

    private static bool IsIndex(string step) => char.IsAsciiDigit(step[0]) && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static JsonNode? Get(JsonNode at, string step) => at switch
    {
        JsonObject members => members[step],
        JsonArray items when IsIndex(step) && int.Parse(step, CultureInfo.InvariantCulture) is var index && index < items.Count => items[index],
        _ => null,
    };

    private static bool TrySet(JsonNode at, string step, JsonNode? value)
    {
        if (at is JsonObject members)
        {
            members[step] = value;
            return true;
        }

        if (at is not JsonArray items || !IsIndex(step) || int.Parse(step, CultureInfo.InvariantCulture) is var index && index > MostItems)
            return false;
        while (items.Count <= index)
            items.Add(null);
        items[index] = value;
        return true;
    }
}
