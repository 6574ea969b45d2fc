using System.Buffers;
using System.Text.Json;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Builds JSON objects out of finished values.</summary>
internal static class JsonObjects
{
    public static JsonElement From(IEnumerable<KeyValuePair<string, JsonElement>> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in properties)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, PayloadJson.Reading);
        return JsonElement.ParseValue(ref reader);
    }

    public static JsonElement List(ReadOnlySpan<JsonElement> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var item in items)
                item.WriteTo(writer);
            writer.WriteEndArray();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, PayloadJson.Reading);
        return JsonElement.ParseValue(ref reader);
    }
}
