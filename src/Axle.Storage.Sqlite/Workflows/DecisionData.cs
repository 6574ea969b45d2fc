using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>
/// The events of one decision as they lie in a row: a JSON array of them. The row has the sequence number of the last, and the time; an
/// event that was decided at another time is wrapped: <c>{"at": ticks, "event": {…}}</c>.
/// </summary>
internal static class DecisionData
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 256 };

    private static readonly JsonWriterOptions Writing = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every thread has one and uses it again: decisions are many, and small.</summary>
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static void Write(ArrayBufferWriter<byte> target, ReadOnlySpan<RecordedEvent> events, DateTimeOffset at)
    {
        var writer = _writer ??= new Utf8JsonWriter(target, Writing);
        writer.Reset(target);
        writer.WriteStartArray();
        foreach (var recorded in events)
        {
            if (recorded.At == at)
            {
                RunEventJson.Write(writer, recorded.Event);
                continue;
            }

            writer.WriteStartObject();
            writer.WriteNumber("at"u8, recorded.At.UtcTicks);
            writer.WritePropertyName("event"u8);
            RunEventJson.Write(writer, recorded.Event);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
    }

    /// <summary>Reads the events of a decision that come after one.</summary>
    /// <returns>Sequence number of the event before the decision.</returns>
    public static long Read(ReadOnlySpan<byte> data, long lastSeq, DateTimeOffset at, long after, List<RecordedEvent> events)
    {
        var first = events.Count;
        var reader = new Utf8JsonReader(data, Reading);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            events.Add(Read(data[start..(int)reader.BytesConsumed], at));
        }

        var before = lastSeq - (events.Count - first);
        for (var i = first; i < events.Count; i++)
            events[i] = events[i] with { Seq = before + 1 + i - first };
        if (before < after)
            events.RemoveRange(first, (int)Math.Min(after - before, events.Count - first));
        return before;
    }

    private static RecordedEvent Read(ReadOnlySpan<byte> json, DateTimeOffset at)
    {
        if (!json.StartsWith("{\"at\":"u8))
            return new RecordedEvent(0, at, RunEventJson.Read(json));
        var reader = new Utf8JsonReader(json, Reading);
        for (var i = 0; i < 3; i++)
            reader.Read();
        var own = new DateTimeOffset(reader.GetInt64(), TimeSpan.Zero);
        reader.Read();
        reader.Read();
        return new RecordedEvent(0, own, RunEventJson.Read(json[(int)reader.TokenStartIndex..^1]));
    }
}
