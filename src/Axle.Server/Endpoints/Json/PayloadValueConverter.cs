using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Json;

/// <summary>Writes a value of a run as it is; one that is large as what it is: <c>{"$large": {"bytes", "sha256"}}</c>.</summary>
internal sealed class PayloadValueConverter : JsonConverter<Payload>
{
    /// <summary>The most bytes that are written in a list of many values.</summary>
    public const int MostBytes = 64 * 1024;

    public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Payload.From(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options)
    {
        if (value.IsResolved && value.Size <= MostBytes)
        {
            writer.WriteRawValue(value.Utf8(), skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("$large");
        writer.WriteNumber("bytes", value.Size);
        writer.WriteString("sha256", value.Hash);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
