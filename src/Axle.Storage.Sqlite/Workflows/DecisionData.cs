using System.Text.Json;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>
/// The events of one decision as they lie in a row: a JSON array of them. The row has the sequence number of the last, and the time; an
/// event that was decided at another time is wrapped: <c>{"at": ticks, "event": {…}}</c>.
/// </summary>
internal static class DecisionData
{
    public static byte[] Write(ReadOnlySpan<RecordedEvent> events, DateTimeOffset at)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartArray();
            foreach (var recorded in events)
                Write(writer, recorded, at);
            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void Read(ReadOnlySpan<byte> data, long lastSeq, DateTimeOffset at, List<RecordedEvent> events)
    {
        var first = events.Count;
        var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            events.Add(Read(data[start..(int)reader.BytesConsumed], at));
        }

        for (var i = first; i < events.Count; i++)
            events[i] = events[i] with { Seq = lastSeq - events.Count + 1 + i };
    }

    private static void Write(Utf8JsonWriter writer, RecordedEvent recorded, DateTimeOffset at)
    {
        if (recorded.At == at)
        {
            writer.WriteRawValue(RunEventJson.Write(recorded.Event), skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("at"u8, recorded.At.UtcTicks);
        writer.WritePropertyName("event"u8);
        writer.WriteRawValue(RunEventJson.Write(recorded.Event), skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static RecordedEvent Read(ReadOnlySpan<byte> json, DateTimeOffset at)
    {
        if (!json.StartsWith("{\"at\":"u8))
            return new RecordedEvent(0, at, RunEventJson.Read(json));
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        for (var i = 0; i < 3; i++)
            reader.Read();
        var own = new DateTimeOffset(reader.GetInt64(), TimeSpan.Zero);
        reader.Read();
        reader.Read();
        return new RecordedEvent(0, own, RunEventJson.Read(json[(int)reader.TokenStartIndex..^1]));
    }
}
