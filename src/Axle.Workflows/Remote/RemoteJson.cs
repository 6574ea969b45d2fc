using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Remote;

/// <summary>The form of what travels between processes: compact JSON, payloads whole. What is not known is passed over, so that versions may mix.</summary>
internal static class RemoteJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new WholePayload(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        MaxDepth = PayloadJson.DepthAround,
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <exception cref="JsonException">It is none.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<T>(utf8, Options) ?? throw new JsonException("A message cannot be null.");

    /// <summary>A payload as the value that it is.</summary>
    private sealed class WholePayload : JsonConverter<Payload>
    {
        public override bool HandleNull => true;

        public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? Payload.Null : Payload.Read(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8(), skipInputValidation: true);
    }
}
