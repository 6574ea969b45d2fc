using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Snapshots;

/// <summary>The stored form of a state: JSON, its payloads whole.</summary>
internal static class StateJson
{
    /// <summary>Lists of steps lie in each other, a few levels of JSON for each.</summary>
    private const int Deepest = 100_000;

    private static readonly StateJsonContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new WholePayloadConverter(), new EventConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        MaxDepth = Deepest,
    });

    public static byte[] Write(StateData data) => JsonSerializer.SerializeToUtf8Bytes(data, Context.StateData);

    /// <summary>Null for one that this version cannot read.</summary>
    public static StateData? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, Context.StateData) is { Form: StateData.CurrentForm } data ? data : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes an event as the history has it: there, what is not said is not always a default.</summary>
    private sealed class EventConverter : JsonConverter<StoredEvent>
    {
        private static readonly RunEventJsonContext Events = new(new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new WholePayloadConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
            AllowOutOfOrderMetadataProperties = true,
            MaxDepth = Deepest,
        });

        public override StoredEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize(ref reader, Events.RunEvent) ?? throw new JsonException("An event cannot be null."));

        public override void Write(Utf8JsonWriter writer, StoredEvent value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Event, Events.RunEvent);
    }

    /// <summary>
    /// Writes every payload as its JSON in a list of one, which tells the value <c>null</c> from none: a snapshot is read without anything else.
    /// </summary>
    private sealed class WholePayloadConverter : JsonConverter<Payload>
    {
        public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Read();
            var payload = Payload.Read(JsonElement.ParseValue(ref reader));
            reader.Read();
            return payload;
        }

        public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteRawValue(value.Utf8(), skipInputValidation: true);
            writer.WriteEndArray();
        }
    }
}

[JsonSerializable(typeof(StateData))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
