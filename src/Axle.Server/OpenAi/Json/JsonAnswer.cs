using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Json;

/// <summary>
/// Writes JSON answers and events of streams. Every thread has a buffer that it uses again; what is in it is copied out before it is given back.
/// </summary>
internal static class JsonAnswer
{
    private const int LargestKept = 64 * 1024;
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Desk? _desk;

    /// <summary>Answers with one document.</summary>
    public static Task WriteAsync<T>(HttpContext http, T value, Action<Utf8JsonWriter, T> write)
    {
        var desk = Take();
        write(desk.Writer, value);
        desk.Writer.Flush();
        var response = http.Response;
        response.ContentType = "application/json";
        response.ContentLength = desk.Buffer.WrittenCount;
        response.BodyWriter.Write(desk.Buffer.WrittenSpan);
        GiveBack(desk);
        return response.BodyWriter.FlushAsync(http.RequestAborted).AsTask();
    }

    /// <summary>Adds an event to a stream; it is sent with the next flush.</summary>
    public static void AddEvent<T>(IBufferWriter<byte> stream, T value, Action<Utf8JsonWriter, T> write)
    {
        var desk = Take();
        desk.Buffer.Write("data: "u8);
        write(desk.Writer, value);
        desk.Writer.Flush();
        desk.Buffer.Write("\n\n"u8);
        stream.Write(desk.Buffer.WrittenSpan);
        GiveBack(desk);
    }

    // A desk is away while it is written at: what is written may itself answer.
    private static Desk Take()
    {
        var desk = _desk ?? new Desk();
        _desk = null;
        desk.Buffer.ResetWrittenCount();
        desk.Writer.Reset();
        return desk;
    }

    private static void GiveBack(Desk desk)
    {
        if (desk.Buffer.Capacity <= LargestKept)
            _desk = desk;
    }

    private sealed class Desk
    {
        public Desk() => Writer = new Utf8JsonWriter(Buffer, Writing);

        public ArrayBufferWriter<byte> Buffer { get; } = new(1024);

        public Utf8JsonWriter Writer { get; }
    }
}
