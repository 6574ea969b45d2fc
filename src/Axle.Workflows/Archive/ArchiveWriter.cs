using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Archive;

/// <summary>Writes the lines of an archive, each tied to the one before.</summary>
internal sealed class ArchiveWriter(Stream output, long window)
{
    private const int MostKept = 1024 * 1024;
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly HistoryChain _chain = new();
    private readonly PayloadWindow _window = new(window);
    private ArrayBufferWriter<byte> _buffer = new();
    private long _events;

    public string Head => _chain.Head;

    public ValueTask WriteHeaderAsync(RunRow row, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            writer.WriteString("axle"u8, ArchiveHeader.Format);
            writer.WriteNumber("version"u8, ArchiveHeader.Version);
            writer.WriteString("run"u8, row.Run.Value);
            writer.WriteString("workflow"u8, row.Workflow);
            writer.WriteString("status"u8, JsonNamingPolicy.CamelCase.ConvertName(row.Status.ToString()));
            writer.WriteNumber("lastSeq"u8, row.LastSeq);
            writer.WriteString("at"u8, Text(at));
            writer.WriteNumber("window"u8, window);
        },
        cancellationToken);

    public ValueTask WriteAsync(StoredDefinition definition, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            writer.WriteString("definition"u8, definition.Hash);
            writer.WriteString("name"u8, definition.Name);
            writer.WriteString("version"u8, definition.Version);
            writer.WriteString("json"u8, definition.Json);
        },
        cancellationToken);

    public async ValueTask WriteAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        foreach (var payload in recorded.Event.GetPayloads().Where(p => p.IsLarge && !_window.Contains(p.Hash)))
            await WriteAsync(payload, cancellationToken);
        await WriteAsync(
            writer =>
            {
                writer.WriteNumber("seq"u8, recorded.Seq);
                writer.WriteString("at"u8, Text(recorded.At));
                writer.WritePropertyName("event"u8);
                writer.WriteRawValue(RunEventJson.Write(recorded.Event), skipInputValidation: true);
            },
            cancellationToken);
        _window.Trim();
        _events++;
    }

    public ValueTask WriteAsync(RunCheckpoint checkpoint, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            writer.WriteString("checkpoint"u8, checkpoint.Name);
            writer.WriteNumber("seq"u8, checkpoint.Seq);
            writer.WriteBoolean("automatic"u8, checkpoint.Automatic);
            writer.WriteString("at"u8, Text(checkpoint.At));
        },
        cancellationToken);

    public ValueTask WriteAsync(RunSignal signal, CancellationToken cancellationToken) => WriteAsync(
        writer =>
        {
            writer.WriteString("signal"u8, signal.Id);
            writer.WriteString("name"u8, signal.Name);
            writer.WritePropertyName("body"u8);
            writer.WriteRawValue(signal.Body.Utf8(), skipInputValidation: true);
            writer.WriteString("by"u8, signal.By);
            writer.WriteString("at"u8, Text(signal.At));
        },
        cancellationToken);

    /// <summary>Writes the last line, and the signature behind it when there is a key.</summary>
    public async ValueTask WriteEndAsync(ArchiveKey? key, CancellationToken cancellationToken)
    {
        await WriteAsync(writer => writer.WriteNumber("end"u8, _events), cancellationToken);
        if (key is null)
            return;
        var line = $"{{\"signature\":\"{key.Algorithm}\",\"key\":\"{key.Id}\",\"value\":\"{Convert.ToBase64String(key.Sign(Head))}\"}}\n";
        await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(line), cancellationToken);
    }

    private async ValueTask WriteAsync(Payload payload, CancellationToken cancellationToken)
    {
        await WriteAsync(
            writer =>
            {
                writer.WriteString("payload"u8, payload.Hash);
                writer.WritePropertyName("value"u8);
                writer.WriteRawValue(payload.Utf8(), skipInputValidation: true);
            },
            cancellationToken);
        _window.Add(payload.Hash, payload.Size, default);
    }

    private async ValueTask WriteAsync(Action<Utf8JsonWriter> properties, CancellationToken cancellationToken)
    {
        // A value of many megabytes should not stay allocated for the lines behind it.
        if (_buffer.Capacity > MostKept)
            _buffer = new ArrayBufferWriter<byte>();
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, Compact))
        {
            writer.WriteStartObject();
            properties(writer);
            writer.WriteEndObject();
        }

        var body = _buffer.WrittenMemory[..^1];
        await output.WriteAsync(body, cancellationToken);
        await output.WriteAsync(_chain.Tail(body.Span), cancellationToken);
        await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
