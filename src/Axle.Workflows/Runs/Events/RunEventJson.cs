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

    /// <summary>Writes an event as UTF-8 JSON; large payloads as references.</summary>
    public static byte[] Write(RunEvent recorded) => JsonSerializer.SerializeToUtf8Bytes(recorded, Context.RunEvent);

    /// <summary>Writes an event where a value may stand; large payloads as references.</summary>
    public static void Write(Utf8JsonWriter writer, RunEvent recorded) => JsonSerializer.Serialize(writer, recorded, Context.RunEvent);

    /// <summary>Reads an event; references in it stay unresolved.</summary>
    /// <exception cref="JsonException">The text is not an event that this version knows.</exception>
    public static RunEvent Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Context.RunEvent) ?? throw new JsonException("An event cannot be null.");

    /// <summary>The event's name in <c>type</c>, for example <c>step-completed</c>.</summary>
    public static string NameOf(RunEvent recorded) => Names[recorded.GetType()];

    private static readonly Dictionary<Type, string> Names = typeof(RunEvent)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
        .Cast<JsonDerivedTypeAttribute>()
        .ToDictionary(static a => a.DerivedType, static a => (string)a.TypeDiscriminator!);
}

[JsonSerializable(typeof(RunEvent))]
internal sealed partial class RunEventJsonContext : JsonSerializerContext;
