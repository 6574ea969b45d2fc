using System.Security.Cryptography;
using System.Text.Json;

namespace Axle.Workflows.Runs;

/// <summary>
/// A JSON value of a run: input, output, variable. Immutable. Large payloads are stored once, by content hash, and events hold
/// the reference (see <see cref="InlineLimit"/>).
/// </summary>
public sealed class Payload
{
    /// <summary>Payloads of more bytes than this are stored beside the log by content hash.</summary>
    public const int InlineLimit = 4096;

    /// <summary>Arrays and objects in each other: as many, and no more.</summary>
    public const int MaxDepth = 64;

    private readonly Lazy<string> _hash;
    private JsonElement? _value;

    private Payload(JsonElement? value, int size, string? hash)
    {
        _value = value;
        Size = size;
        _hash = hash is null
            ? new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Utf8())))
            : new Lazy<string>(hash);
    }

    /// <summary>JSON null.</summary>
    public static Payload Null { get; } = FromJson("null"u8);

    /// <summary>An empty JSON object.</summary>
    public static Payload EmptyObject { get; } = FromJson("{}"u8);

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The payload is a reference that its store has not resolved.</exception>
    public JsonElement Value => _value ?? throw new InvalidOperationException($"Payload {Hash} was read without its content.");

    /// <summary>Bytes of the value as compact UTF-8 JSON.</summary>
    public int Size { get; }

    /// <summary>SHA-256 of the compact UTF-8 JSON, in lower-case hexadecimal.</summary>
    public string Hash => _hash.Value;

    /// <summary>Whether a store keeps it beside the log.</summary>
    public bool IsLarge => Size > InlineLimit;

    /// <summary>Whether the content is there.</summary>
    public bool IsResolved => _value is not null;

    /// <summary>Wraps a value. White space in it is dropped, so that equal values have equal hashes.</summary>
    /// <exception cref="AxleException">Validation: it is nested deeper than <see cref="MaxDepth"/> levels.</exception>
    public static Payload From(JsonElement value)
    {
        var compact = Compact(value);
        return new Payload(compact, System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(compact).Length, null);
    }

    /// <summary>Reads JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="AxleException">Validation: it is nested deeper than <see cref="MaxDepth"/> levels.</exception>
    public static Payload FromJson(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, PayloadJson.Reading);
        return From(JsonElement.ParseValue(ref reader));
    }

    /// <summary>A payload whose content the store keeps under its hash.</summary>
    internal static Payload Reference(string hash, int size) => new(null, size, hash);

    /// <summary>Gives a reference its content: for stores, when they read events back.</summary>
    /// <exception cref="JsonException">The content is not JSON.</exception>
    public void Resolve(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span);
        _value = JsonElement.ParseValue(ref reader);
    }

    /// <summary>The compact UTF-8 JSON.</summary>
    public ReadOnlySpan<byte> Utf8() => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(Value);

    /// <inheritdoc/>
    public override string ToString() => IsResolved ? Value.GetRawText() : $"sha256:{Hash}";

    private static JsonElement Compact(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
            return Null.Value;
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            return value.Clone();
        try
        {
            return JsonSerializer.SerializeToElement(value, PayloadJson.Options);
        }
        catch (JsonException exception) when (exception.InnerException is InvalidOperationException)
        {
            throw new AxleException(ErrorKind.Validation, $"The value is nested deeper than {MaxDepth} levels, or is no valid JSON: {exception.InnerException.Message}", exception);
        }
    }
}
