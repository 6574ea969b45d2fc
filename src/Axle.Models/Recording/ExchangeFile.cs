using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Models.Recording;

/// <summary>
/// Reads and writes recordings: JSON, one exchange a line. A body that is JSON stands there as JSON, any other as text; a body that came in
/// pieces stands under <c>chunks</c>, piece by piece.
/// </summary>
public static class ExchangeFile
{
    private const int DeepestNesting = 256;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = DeepestNesting };
    private static readonly JsonDocumentOptions Nesting = new() { MaxDepth = DeepestNesting };

    /// <summary>Reads a file; its name may end in <c>.gz</c>. A last line without an end is left out: its writer was killed.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: a line is no exchange; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<ModelExchange> Read(string path)
    {
        using var raw = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var reader = new StreamReader(plain);
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
                continue;
            if (TryParse(line, out var exchange, out var fault))
                yield return exchange!;
            else if (reader.Peek() >= 0)
                throw new AxleException(ErrorKind.Validation, $"{Path.GetFileName(path)}({number}): This line is no recorded exchange ({fault}). Remove it, or record anew.");
        }
    }

    /// <summary>Writes an exchange as one line, without the line's end.</summary>
    public static string ToLine(ModelExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("provider", exchange.Provider);
            json.WriteString("api", exchange.Api);
            json.WriteBoolean("stream", exchange.Stream);
            json.WriteNumber("status", exchange.Status);
            WriteRequest(json, exchange.Request);
            WriteResponse(json, exchange.Response);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads one line.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the line is no exchange.</exception>
    public static ModelExchange Parse(string line) => TryParse(line, out var exchange, out var fault)
        ? exchange!
        : throw new AxleException(ErrorKind.Validation, $"This line is no recorded exchange ({fault}).");

    private static bool TryParse(string line, out ModelExchange? exchange, out string fault)
    {
        (exchange, fault) = (null, "");
        try
        {
            using var document = JsonDocument.Parse(line, Nesting);
            var root = document.RootElement;
            var (request, response) = (root.GetProperty("request"), root.GetProperty("response"));
            exchange = new ModelExchange(
                root.GetProperty("provider").GetString()!,
                root.GetProperty("api").GetString()!,
                root.GetProperty("stream").GetBoolean(),
                root.GetProperty("status").GetInt32(),
                ReadRequest(request),
                ReadResponse(response));
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            fault = e is JsonException ? "not JSON" : "a field is missing or of another kind";
            return false;
        }
    }

    private static ExchangeRequest ReadRequest(JsonElement request) =>
        new(request.GetProperty("method").GetString()!, request.GetProperty("path").GetString()!, ReadHeaders(request), ReadBody(request))
        {
            Fingerprint = request.TryGetProperty("fingerprint", out var fingerprint) ? fingerprint.GetString() : null,
        };

    private static ExchangeResponse ReadResponse(JsonElement response) => new(
        ReadHeaders(response),
        response.TryGetProperty("chunks", out var chunks)
            ? [.. chunks.EnumerateArray().Select(static c => c.GetString()!)]
            : ReadBody(response) is { } body ? [body] : [])
    {
        Broken = response.TryGetProperty("broken", out var broken) && broken.GetBoolean(),
        OmittedCharacters = response.TryGetProperty("body_omitted_chars", out var omitted) ? omitted.GetInt64() : 0,
    };

    private static ImmutableSortedDictionary<string, string> ReadHeaders(JsonElement part) => part.TryGetProperty("headers", out var headers)
        ? headers.EnumerateObject().ToImmutableSortedDictionary(static h => h.Name, static h => h.Value.ToString(), StringComparer.Ordinal)
        : ImmutableSortedDictionary<string, string>.Empty;

    private static string? ReadBody(JsonElement part) => !part.TryGetProperty("body", out var body) || body.ValueKind == JsonValueKind.Null
        ? null
        : body.ValueKind == JsonValueKind.String ? body.GetString() : body.GetRawText();

    private static void WriteRequest(Utf8JsonWriter json, ExchangeRequest request)
    {
        json.WriteStartObject("request");
        json.WriteString("method", request.Method);
        json.WriteString("path", request.Path);
        WriteHeaders(json, request.Headers);
        WriteBody(json, request.Body);
        if (request.Fingerprint is not null)
            json.WriteString("fingerprint", request.Fingerprint);
        json.WriteEndObject();
    }

    private static void WriteResponse(Utf8JsonWriter json, ExchangeResponse response)
    {
        json.WriteStartObject("response");
        WriteHeaders(json, response.Headers);
        if (response.OmittedCharacters > 0)
        {
            json.WriteNumber("body_omitted_chars", response.OmittedCharacters);
        }
        else if (response.Chunks.Length > 1)
        {
            json.WriteStartArray("chunks");
            foreach (var chunk in response.Chunks)
                json.WriteStringValue(chunk);
            json.WriteEndArray();
        }
        else
        {
            WriteBody(json, response.Body);
        }

        if (response.Broken)
            json.WriteBoolean("broken", true);
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, ImmutableSortedDictionary<string, string> headers)
    {
        json.WriteStartObject("headers");
        foreach (var (name, value) in headers)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    // A body that is one JSON string would come back without its quotes: only objects and arrays stand there as JSON.
    private static void WriteBody(Utf8JsonWriter json, string? body)
    {
        json.WritePropertyName("body");
        if (body is null)
            json.WriteNullValue();
        else if (TryReadJson(body) is { } parsed)
            parsed.WriteTo(json);
        else
            json.WriteStringValue(body);
    }

    private static JsonElement? TryReadJson(string body)
    {
        var first = body.AsSpan().TrimStart();
        if (first.IsEmpty || first[0] is not ('{' or '['))
            return null;
        try
        {
            using var document = JsonDocument.Parse(body, Nesting);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
