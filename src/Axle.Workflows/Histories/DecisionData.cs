using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Histories;

/// <summary>
/// The events of one decision as they lie in a row: a JSON array of them. The row has the sequence number of the last, and the time; an
/// event that was decided at another time is wrapped: <c>{"at": ticks, "event": {…}}</c>.
/// </summary>
public static class DecisionData
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 256 };

    private static readonly JsonWriterOptions Writing = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every thread has one and uses it again: decisions are many, and small.</summary>
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes events of a decision.</summary>
    /// <param name="target">Takes the JSON.</param>
    /// <param name="events">The events; at least one.</param>
    /// <param name="at">When the decision was made.</param>
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

    /// <summary>Reads events of a decision. Only these are taken apart: of a long decision, a piece costs little more than the piece.</summary>
    /// <param name="data">The decision as it is stored.</param>
    /// <param name="lastSeq">Sequence number of its last event.</param>
    /// <param name="at">When it was made.</param>
    /// <param name="after">Sequence number of the event after which to begin.</param>
    /// <param name="last">Sequence number of the event with which to end.</param>
    /// <param name="events">Takes them in.</param>
    /// <returns>Sequence number of the event before the decision.</returns>
    public static long Read(ReadOnlySpan<byte> data, long lastSeq, DateTimeOffset at, long after, long last, List<RecordedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var places = new List<Range>();
        var reader = new Utf8JsonReader(data, Reading);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            places.Add(start..(int)reader.BytesConsumed);
        }

        var before = lastSeq - places.Count;
        for (var seq = Math.Max(before, after) + 1; seq <= Math.Min(lastSeq, last); seq++)
            events.Add(Read(data[places[(int)(seq - before - 1)]], at) with { Seq = seq });
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
