using System.Text.Json;
using System.Text.Json.Serialization;

namespace Axle.Workflows.Runs.Events;

/// <summary>Writes a payload as <c>{"json": value}</c>, or as <c>{"ref": hash, "size": bytes}</c> when it is large.</summary>
internal sealed class PayloadConverter : JsonConverter<Payload>
{
    public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty("json", out var value)
            ? Payload.From(value)
            : Payload.Reference(
                document.RootElement.GetProperty("ref").GetString() ?? throw new JsonException("A payload's reference is null."),
                document.RootElement.GetProperty("size").GetInt32());
    }

    public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Writes a payload where a value may stand.</summary>
    public static void Write(Utf8JsonWriter writer, Payload value)
    {
        writer.WriteStartObject();
        if (value.IsLarge)
        {
            writer.WriteString("ref"u8, value.Hash);
            writer.WriteNumber("size"u8, value.Size);
        }
        else
        {
            writer.WritePropertyName("json"u8);
            writer.WriteRawValue(value.Utf8(), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
