using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Testing.Simulation.Reference;

/// <summary>Puts values together, and compares them.</summary>
internal static class ModelJson
{
    /// <summary>Members whose values depend on the moment, or are text for people.</summary>
    private static readonly HashSet<string> Uncounted = new(StringComparer.Ordinal) { "at", "by", "comment", "message" };

    public static JsonElement Object(IEnumerable<KeyValuePair<string, JsonElement?>> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                Write(writer, value);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    public static JsonElement Array(IEnumerable<JsonElement?> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var item in items)
                Write(writer, item);
            writer.WriteEndArray();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    public static JsonElement From<T>(T value) => JsonSerializer.SerializeToElement(value);

    /// <summary>Whether both say the same, apart from times, names of people and messages.</summary>
    public static bool Matches(JsonElement expected, JsonElement actual) =>
        JsonElement.DeepEquals(expected, actual) || JsonNode.DeepEquals(Counted(expected), Counted(actual));

    private static JsonNode? Counted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(value.EnumerateObject()
            .Where(static m => !Uncounted.Contains(m.Name))
            .Select(static m => KeyValuePair.Create(m.Name, Counted(m.Value)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(static i => Counted(i))]),
        _ => JsonNode.Parse(value.GetRawText()),
    };

    private static void Write(Utf8JsonWriter writer, JsonElement? value)
    {
        if (value is { } there)
            there.WriteTo(writer);
        else
            writer.WriteNullValue();
    }
}
