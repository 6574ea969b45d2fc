using System.Buffers;
using System.Text.Json;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Builds JSON out of finished values, and looks into it.</summary>
internal static class JsonObjects
{
    /// <summary>An object of ready values.</summary>
    public static JsonElement From(IEnumerable<KeyValuePair<string, JsonElement>> properties) => Element(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in properties)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    /// <summary>A list of ready values.</summary>
    public static JsonElement List(ReadOnlySpan<JsonElement> items)
    {
        var copy = items.ToArray();
        return Element(writer =>
        {
            writer.WriteStartArray();
            foreach (var item in copy)
                item.WriteTo(writer);
            writer.WriteEndArray();
        });
    }

    /// <summary>An object of payloads.</summary>
    /// <exception cref="AxleException">Validation: it is nested too deep.</exception>
    public static Payload Build(IEnumerable<KeyValuePair<string, Payload>> properties) => Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in properties)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8(), skipInputValidation: true);
        }

        writer.WriteEndObject();
    });

    /// <summary>A payload as it is written.</summary>
    /// <exception cref="AxleException">Validation: it is nested too deep, or larger than <see cref="Payload.MaxSize"/>.</exception>
    public static Payload Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new LimitedBuffer();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            write(writer);
        return Payload.FromJson(buffer.Written);
    }

    /// <summary>A text of an object; null when it has none of that name.</summary>
    public static string? Text(JsonElement value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A member of an object; null when there is none, or it is null.</summary>
    public static JsonElement? Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        var reader = new Utf8JsonReader(buffer.WrittenSpan, PayloadJson.Reading);
        return JsonElement.ParseValue(ref reader);
    }
}
