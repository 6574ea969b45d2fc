using System.Text.Json;
using System.Text.Json.Serialization;

namespace Axle.Workflows.Runs.Events;

/// <summary>Writes a payload as <c>{"json": value}</c>, or as <c>{"ref": hash, "size": bytes}</c> when it is large.</summary>
internal sealed class PayloadConverter : JsonConverter<Payload>
{
    public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Payload? inline = null;
        string? hash = null;
        var size = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("json"u8))
            {
                reader.Read();
                inline = Payload.Read(JsonElement.ParseValue(ref reader));
            }
            else if (reader.ValueTextEquals("ref"u8))
            {
                reader.Read();
                hash = reader.GetString();
            }
            else if (reader.ValueTextEquals("size"u8))
            {
                reader.Read();
                size = reader.GetInt32();
            }
            else
            {
                reader.Skip();
            }
        }

        return inline ?? Payload.Reference(hash ?? throw new JsonException("A payload has neither a value nor a reference."), size);
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
