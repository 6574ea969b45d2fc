using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Archive;

/// <summary>
/// Reads an archive line by line and checks what can be checked of each: that it follows on the one before, that values fit their hashes,
/// that no event is missing, that the archive ends. Holds one line and the window of large values.
/// </summary>
internal sealed class ArchiveReader
{
    /// <summary>Bytes of the longest line: the largest payload there can be, and what is around it.</summary>
    private const int LongestLine = Payload.MaxSize + (64 * 1024 * 1024);

    /// <summary>Bytes of the first line, which has no values: what is longer is some other file.</summary>
    private const int LongestHeader = 64 * 1024;

    /// <summary>The largest window that a header may ask for.</summary>
    private const long MostWindow = 1024L * 1024 * 1024;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = PayloadJson.DepthAround + 8 };

    private static readonly JsonSerializerOptions Compact = new()
    {
        MaxDepth = PayloadJson.DepthAround + 8,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ArchiveLines _lines;
    private readonly HistoryChain _chain = new();
    private PayloadWindow _window = new(0);
    private ArchiveHeader? _header;
    private ArchiveEntry? _last;
    private long _events;

    private ArchiveReader(Stream input) => _lines = new ArchiveLines(input, LongestHeader, LongestLine);

    /// <summary>The entries of an archive. Those that were yielded are to be trusted when all were, and the signature is right.</summary>
    /// <param name="input">The archive; gzip is unpacked when the stream can seek.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AxleException">Validation: says which line is wrong, and how.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var unpacked = IsPacked(input) ? new GZipStream(input, CompressionMode.Decompress, leaveOpen: true) : null;
        var reader = new ArchiveReader(unpacked ?? input);
        await foreach (var line in reader._lines.ReadAsync(cancellationToken))
        {
            if (reader.Read(line) is not { } entry)
                continue;
            reader._last = entry;
            yield return entry;
        }

        if (reader._last is not (ArchiveEnd or ArchiveSignature))
            throw reader.Fault("is missing: the archive was cut off. Get the whole file", next: true);
    }

    private static bool IsPacked(Stream input)
    {
        if (!input.CanSeek)
            return false;
        var start = input.Position;
        var isPacked = input.ReadByte() == 0x1F && input.ReadByte() == 0x8B;
        input.Position = start;
        return isPacked;
    }

    private ArchiveEntry? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Reading);
            var json = document.RootElement;
            var kind = json.EnumerateObject().First().Name;
            if (_last is ArchiveEnd end)
                return kind == "signature" ? Signature(json) : throw Fault($"stands behind the end of the archive of {end.Events} events");
            if (_last is ArchiveSignature)
                throw Fault("stands behind the signature");
            if (_header is null && kind != "axle")
                throw Fault("is not the first line of a run archive");
            if (!_chain.Accepts(line.Span))
                throw Fault("does not follow on the line before: it was changed, or lines were added, removed or moved");
            return Entry(kind, json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or ArgumentException or OverflowException)
        {
            throw Fault("is not a line of a run archive: it is no JSON, or of another form", exception);
        }
    }

    private ArchiveEntry? Entry(string kind, JsonElement json) => kind switch
    {
        "axle" => Header(json),
        "definition" => new ArchivedDefinition(Definition(json)),
        "payload" => KeepPayload(json),
        "seq" => Event(json),
        "checkpoint" => new ArchivedCheckpoint(
            new RunCheckpoint(json.GetProperty("seq").GetInt64(), Text(json, kind), json.GetProperty("automatic").GetBoolean(), Time(json))),
        "signal" => new ArchivedSignal(Text(json, kind), Text(json, "name"), Payload.From(json.GetProperty("body")), Text(json, "by"), Time(json)),
        "end" => End(json),
        _ => throw Fault($"begins with '{kind}', which this version of Axle does not know"),
    };

    private ArchiveHeader Header(JsonElement json)
    {
        if (_header is not null || Text(json, "axle") != ArchiveHeader.Format)
            throw Fault("is not the first line of a run archive");
        if (json.GetProperty("version").GetInt32() is var version && version != ArchiveHeader.Version)
            throw Fault($"says version {version} of the format, and this version of Axle reads {ArchiveHeader.Version}. Use a newer Axle");
        var window = json.GetProperty("window").GetInt64();
        if (window is < 0 or > MostWindow)
            throw Fault($"asks for a window of {window} bytes, and {MostWindow} are allowed");
        _window = new PayloadWindow(window);
        return _header = new ArchiveHeader(
            new RunId(Text(json, "run")), Text(json, "workflow"), Enum.Parse<RunStatus>(Text(json, "status"), ignoreCase: true),
            json.GetProperty("lastSeq").GetInt64(), Time(json), window);
    }

    /// <summary>A definition's hash is that of its canonical JSON without white space.</summary>
    private StoredDefinition Definition(JsonElement json)
    {
        var text = Text(json, "json");
        using var document = JsonDocument.Parse(text, Reading);
        var compact = JsonSerializer.SerializeToUtf8Bytes(document.RootElement, Compact);
        var hash = Text(json, "definition");
        return Convert.ToHexStringLower(SHA256.HashData(compact)) == hash
            ? new StoredDefinition(hash, Text(json, "name"), json.GetProperty("version").GetString(), text)
            : throw Fault($"holds a definition of '{Text(json, "name")}' that does not fit its hash");
    }

    private ArchiveEntry? KeepPayload(JsonElement json)
    {
        var value = JsonMarshal.GetRawUtf8Value(json.GetProperty("value"));
        var hash = Text(json, "payload");
        if (Convert.ToHexStringLower(SHA256.HashData(value)) != hash)
            throw Fault($"holds a value that does not fit its hash {hash}");
        _window.Add(hash, value.Length, value.ToArray());
        return null;
    }

    private ArchivedEvent Event(JsonElement json)
    {
        var seq = json.GetProperty("seq").GetInt64();
        if (seq != ++_events)
            throw Fault($"holds event {seq}, and event {_events} should come there");
        if (_last is ArchivedCheckpoint or ArchivedSignal)
            throw Fault($"holds event {seq} behind checkpoints or signals");
        var happened = RunEventJson.Read(JsonMarshal.GetRawUtf8Value(json.GetProperty("event")));
        foreach (var payload in happened.GetPayloads().Where(static p => !p.IsResolved))
        {
            if (!_window.TryFind(payload.Hash, out var value) || value.Length != payload.Size)
                throw Fault($"holds event {seq}, whose value {payload.Hash} is not in the archive before it");
            payload.Resolve(value);
        }

        _window.Trim();
        return new ArchivedEvent(new RecordedEvent(seq, Time(json), happened));
    }

    private ArchiveEnd End(JsonElement json)
    {
        var told = json.GetProperty("end").GetInt64();
        return told == _events && _events == _header!.LastSeq
            ? new ArchiveEnd(_events, _chain.Head)
            : throw Fault($"ends the archive after {_events} events; it says {told}, and its first line says {_header!.LastSeq}");
    }

    private static ArchiveSignature Signature(JsonElement json) =>
        new(Text(json, "signature"), Text(json, "key"), json.GetProperty("value").GetBytesFromBase64());

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new JsonException($"'{name}' is null.");

    private static DateTimeOffset Time(JsonElement json) =>
        DateTimeOffset.ParseExact(Text(json, "at"), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private AxleException Fault(string what, Exception? inner = null, bool next = false) =>
        new(ErrorKind.Validation, $"Archive line {_lines.Number + (next ? 1 : 0)} {what}.", inner);
}
