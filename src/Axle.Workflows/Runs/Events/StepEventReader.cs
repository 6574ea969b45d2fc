using System.Text.Json;

namespace Axle.Workflows.Runs.Events;

/// <summary>
/// Reads the two events that every step has, which are most of all that is ever read, without building anything but them. Whatever looks
/// other than it is written nowadays is left to the general way.
/// </summary>
internal static class StepEventReader
{
    /// <summary>The event; null when it is another, or has what this does not know.</summary>
    public static RunEvent? TryRead(ReadOnlySpan<byte> utf8)
    {
        var isCompleted = utf8.StartsWith("{\"type\":\"step-completed\","u8);
        if (!isCompleted && !utf8.StartsWith("{\"type\":\"step-started\","u8))
            return null;
        var reader = new Utf8JsonReader(utf8, PayloadJson.Reading);
        var (path, attempt, payload) = ((string?)null, 0, (Payload?)null);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
                reader.Read();
            else if (reader.ValueTextEquals("path"u8) && reader.Read())
                path = reader.GetString();
            else if (reader.ValueTextEquals("attempt"u8) && reader.Read())
                attempt = reader.GetInt32();
            else if (reader.ValueTextEquals(isCompleted ? "output"u8 : "input"u8) && Inline(utf8, ref reader) is { } inline)
                payload = inline;
            else if (!isCompleted || !IsEmptyList(ref reader))
                return null;
        }

        if (path is null || reader.BytesConsumed != utf8.Length)
            return null;
        return isCompleted ? payload is null ? null : new StepCompleted(path, attempt, payload, []) : new StepStarted(path, attempt, payload);
    }

    /// <summary>A payload that is not kept elsewhere.</summary>
    private static Payload? Inline(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals("json"u8))
            return null;
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var json = utf8[start..(int)reader.BytesConsumed];
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? Payload.Stored(json) : null;
    }

    private static bool IsEmptyList(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("decisions"u8)
        && reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
}
