using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Axle.Workflows.Runs;

/// <summary>
/// A JSON value of a run: input, output, variable. Immutable. Large payloads are stored once, by content hash, and events hold
/// the reference (see <see cref="InlineLimit"/>).
/// </summary>
/// <remarks>
/// Held as text until somebody looks into it: most payloads are only carried from a step to the disk. Whoever looks first pays for the
/// parsing, and the text is let go of, as the parsed form has it, too.
/// </remarks>
public sealed class Payload
{
    /// <summary>Payloads of more bytes than this are stored beside the log by content hash.</summary>
    public const int InlineLimit = 4096;

    /// <summary>Bytes of JSON of what is put together from the outputs of steps, such as those of a long list: 256 MiB.</summary>
    public const int MaxSize = 256 * 1024 * 1024;

    /// <summary>Arrays and objects in each other: as many, and no more.</summary>
    public const int MaxDepth = 64;

    private volatile byte[]? _utf8;
    private volatile ParsedJson? _parsed;
    private string? _hash;

    private Payload(byte[] utf8)
    {
        _utf8 = utf8;
        Size = utf8.Length;
    }

    private Payload(ParsedJson parsed)
    {
        _parsed = parsed;
        Size = parsed.Utf8.Length;
    }

    private Payload(string hash, int size)
    {
        _hash = hash;
        Size = size;
    }

    /// <summary>JSON null.</summary>
    public static Payload Null { get; } = new("null"u8.ToArray());

    /// <summary>An empty JSON object.</summary>
    public static Payload EmptyObject { get; } = new("{}"u8.ToArray());

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The payload is a reference that its store has not resolved.</exception>
    public JsonElement Value => (_parsed ?? Parse()).Value;

    /// <summary>Bytes of the value as compact UTF-8 JSON.</summary>
    public int Size { get; }

    /// <summary>SHA-256 of the compact UTF-8 JSON, in lower-case hexadecimal.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(Utf8()));

    /// <summary>Whether a store keeps it beside the log.</summary>
    public bool IsLarge => Size > InlineLimit;

    /// <summary>Whether the content is there.</summary>
    public bool IsResolved => _utf8 is not null || _parsed is not null;

    /// <summary>Wraps a value. White space in it is dropped, so that equal values have equal hashes.</summary>
    /// <exception cref="AxleException">Validation: it is nested deeper than <see cref="MaxDepth"/> levels.</exception>
    public static Payload From(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return Null;
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return raw.SequenceEqual("{}"u8) ? EmptyObject : new Payload(PayloadJson.IsCompact(raw) ? raw.ToArray() : PayloadJson.Compact(value));
    }

    /// <summary>Reads JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="AxleException">Validation: it is nested deeper than <see cref="MaxDepth"/> levels.</exception>
    public static Payload FromJson(ReadOnlySpan<byte> utf8)
    {
        if (utf8.SequenceEqual("{}"u8))
            return EmptyObject;
        var reader = new Utf8JsonReader(utf8, PayloadJson.Reading);
        var value = PayloadJson.IsCompact(utf8) ? (JsonElement?)null : JsonElement.ParseValue(ref reader);
        PayloadJson.ReadToEnd(ref reader);
        return value is { } other ? From(other) : new Payload(utf8.ToArray());
    }

    /// <summary>Wraps a value whose document is nobody else's, as a store reads it.</summary>
    internal static Payload Read(JsonElement own) =>
        PayloadJson.IsCompact(JsonMarshal.GetRawUtf8Value(own)) ? new Payload(new ParsedJson(own)) : From(own);

    /// <summary>Wraps text that was found to be JSON, as a store reads it.</summary>
    internal static Payload Stored(ReadOnlySpan<byte> utf8) =>
        utf8.SequenceEqual("{}"u8) || !PayloadJson.IsCompact(utf8) ? FromJson(utf8) : new Payload(utf8.ToArray());

    /// <summary>A payload whose content the store keeps under its hash.</summary>
    internal static Payload Reference(string hash, int size) => new(hash, size);

    /// <summary>Gives a reference its content: for stores, when they read events back.</summary>
    /// <exception cref="JsonException">The content is not JSON.</exception>
    public void Resolve(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span);
        PayloadJson.ReadToEnd(ref reader);
        _utf8 = utf8.ToArray();
    }

    /// <summary>The compact UTF-8 JSON.</summary>
    public ReadOnlySpan<byte> Utf8() => _utf8 is { } utf8 ? utf8 : (_parsed ?? Parse()).Utf8;

    /// <inheritdoc/>
    public override string ToString() => IsResolved ? System.Text.Encoding.UTF8.GetString(Utf8()) : $"sha256:{Hash}";

    private ParsedJson Parse()
    {
        if (_utf8 is not { } utf8)
            return _parsed ?? throw new InvalidOperationException($"Payload {_hash} was read without its content.");
        var reader = new Utf8JsonReader(utf8, PayloadJson.Reading);
        var parsed = new ParsedJson(JsonElement.ParseValue(ref reader));
        _parsed = parsed;
        _utf8 = null;
        return parsed;
    }

    /// <summary>A value that threads can hand each other whole.</summary>
    private sealed class ParsedJson(JsonElement value)
    {
        public JsonElement Value => value;

        public ReadOnlySpan<byte> Utf8 => JsonMarshal.GetRawUtf8Value(value);
    }
}
