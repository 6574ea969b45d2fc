using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>The form in which records are kept in an <see cref="IValueStore"/>: camelCase, names of enums, nothing that is null.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = PayloadJson.DepthAround,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Payload Write<T>(T value) => Payload.From(JsonSerializer.SerializeToElement(value, Options));

    public static T Read<T>(StoredValue stored) =>
        stored.Value.Value.Deserialize<T>(Options) ?? throw new AxleException(ErrorKind.Internal, $"The stored value '{stored.Key}' is null.");
}
