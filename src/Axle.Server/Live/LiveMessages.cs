using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Server.Endpoints.Json;
using Axle.Server.Endpoints.Problems;

namespace Axle.Server.Live;

/// <summary>What the socket says.</summary>
internal static class LiveMessages
{
    /// <summary>Nothing happened for a while, and the server is there.</summary>
    public static ReadOnlyMemory<byte> Ping { get; } = """{"type":"ping"}"""u8.ToArray();

    /// <summary>Something happened.</summary>
    public static ReadOnlyMemory<byte> Event(string id, long seq, ReadOnlySpan<byte> happened)
    {
        var buffer = new ArrayBufferWriter<byte>(happened.Length + 128);
        using (var writer = Begin(buffer, "event"u8, id, seq))
        {
            writer.WritePropertyName("event"u8);
            writer.WriteRawValue(happened, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Something of a list is another now.</summary>
    public static ReadOnlyMemory<byte> Item(string id, long seq, object happened) =>
        Event(id, seq, JsonSerializer.SerializeToUtf8Bytes(happened, ApiJson.Options));

    /// <summary>Everything that was is told; from here on it is live.</summary>
    public static ReadOnlyMemory<byte> Ready(string id, long seq)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = Begin(buffer, "ready"u8, id, seq))
            writer.WriteEndObject();
        return buffer.WrittenMemory;
    }

    /// <summary>The reader is slow: so much has happened since.</summary>
    public static ReadOnlyMemory<byte> Behind(string id, long seq, long missed)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = Begin(buffer, "behind"u8, id, seq))
        {
            writer.WriteNumber("missed"u8, missed);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Something that was asked for cannot be.</summary>
    public static ReadOnlyMemory<byte> Problem(string? id, ApiProblem problem) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = "problem", ["id"] = id, ["problem"] = problem.ToJson() });

    private static Utf8JsonWriter Begin(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> type, string id, long seq)
    {
        var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteString("id"u8, id);
        writer.WriteNumber("seq"u8, seq);
        return writer;
    }
}
