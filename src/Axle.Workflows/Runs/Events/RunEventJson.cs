using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Axle.Workflows.Runs.Events;

/// <summary>The stored form of events: compact JSON with the event's name in <c>type</c>. Frozen by golden files.</summary>
public static class RunEventJson
{
    private static readonly RunEventJsonContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new PayloadConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        AllowOutOfOrderMetadataProperties = true,
        MaxDepth = PayloadJson.DepthAround,
    });

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = PayloadJson.DepthAround,
    };

    /// <summary>Writes an event as UTF-8 JSON; large payloads as references.</summary>
    public static byte[] Write(RunEvent recorded)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
            Write(writer, recorded);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an event where a value may stand; large payloads as references.</summary>
    public static void Write(Utf8JsonWriter writer, RunEvent recorded)
    {
        // The two events that every step has are most of all that is ever stored: written by hand they cost a third, and no memory.
        switch (recorded)
        {
            case StepStarted started:
                Begin(writer, "step-started"u8, started.Path, started.Attempt);
                Add(writer, "input"u8, started.Input);
                writer.WriteEndObject();
                break;
            case StepCompleted { Usage: null, Signal: null, Decisions.IsEmpty: true } completed:
                Begin(writer, "step-completed"u8, completed.Path, completed.Attempt);
                Add(writer, "output"u8, completed.Output);
                writer.WriteStartArray("decisions"u8);
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            default:
                JsonSerializer.Serialize(writer, recorded, Context.RunEvent);
                break;
        }
    }

    /// <summary>Reads an event; references in it stay unresolved.</summary>
    /// <exception cref="JsonException">The text is not an event that this version knows.</exception>
    public static RunEvent Read(ReadOnlySpan<byte> utf8) => StepEventReader.TryRead(utf8)
        ?? JsonSerializer.Deserialize(utf8, Context.RunEvent)
        ?? throw new JsonException("An event cannot be null.");

    private static void Begin(Utf8JsonWriter writer, ReadOnlySpan<byte> type, string path, int attempt)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteString("path"u8, path);
        writer.WriteNumber("attempt"u8, attempt);
    }

    private static void Add(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Payload? payload)
    {
        if (payload is null)
            return;
        writer.WritePropertyName(name);
        PayloadConverter.Write(writer, payload);
    }

    /// <summary>The event's name in <c>type</c>, for example <c>step-completed</c>.</summary>
    public static string NameOf(RunEvent recorded) => Names[recorded.GetType()];

    private static readonly Dictionary<Type, string> Names = typeof(RunEvent)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
        .Cast<JsonDerivedTypeAttribute>()
        .ToDictionary(static a => a.DerivedType, static a => (string)a.TypeDiscriminator!);
}

[JsonSerializable(typeof(RunEvent))]
internal sealed partial class RunEventJsonContext : JsonSerializerContext;
