using System.Buffers;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Models.Wire.Json;

/// <summary>Posts JSON, and reads JSON or server-sent events of JSON. Error answers never get here: <see cref="FaultHandler"/> throws them.</summary>
/// <param name="http">Where it goes out.</param>
/// <param name="sign">Adds key and version to the headers.</param>
internal sealed class JsonConnection(WireClient http, Action<HttpRequestHeaders> sign)
{
    private const int DeepestJson = 256;
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = DeepestJson };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = DeepestJson };
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>A request's body.</summary>
    public static ReadOnlyMemory<byte> Body(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        write(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>
    /// Asks and reads one whole answer, in rented memory: on the way of every call nothing is made but what the answer keeps.
    /// </summary>
    /// <param name="address">Where.</param>
    /// <param name="write">Writes the request.</param>
    /// <param name="read">Reads the answer; what it keeps of the element it must clone.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<T> AskAsync<T>(Uri address, Action<Utf8JsonWriter> write, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using var answer = new PooledBytes(4096);
        using (var body = new PooledBytes(2048))
        {
            using (var writer = new Utf8JsonWriter(body, Writing))
                write(writer);
            using var request = Request(address, body.Written, addHeaders: null);
            using var response = await http.Direct.SendAsync(request, cancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await answer.ReadAsync(stream, WireClient.LongestAnswer, cancellationToken);
        }

        using var document = JsonDocument.Parse(answer.Written, Reading);
        return read(document.RootElement);
    }

    /// <summary>One whole answer.</summary>
    public async Task<JsonElement> PostAsync(
        Uri address, ReadOnlyMemory<byte> body, Action<HttpRequestHeaders>? addHeaders = null, CancellationToken cancellationToken = default)
    {
        using var request = Request(address, body, addHeaders);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), Reading);
    }

    /// <summary>The events of a stream. A server that answers as a whole after all gives one event, or one for each item of its list.</summary>
    public async IAsyncEnumerable<JsonElement> StreamAsync(
        Uri address,
        ReadOnlyMemory<byte> body,
        Action<HttpRequestHeaders>? addHeaders = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = Request(address, body, addHeaders);
        using var response = await http.Direct.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            await response.Content.LoadIntoBufferAsync(WireClient.LongestAnswer, cancellationToken);
            var whole = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), Reading);
            if (whole.ValueKind != JsonValueKind.Array)
                yield return whole;
            else
                foreach (var item in whole.EnumerateArray())
                    yield return item;
            yield break;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream, static (_, bytes) => Parse(bytes)).EnumerateAsync(cancellationToken))
        {
            if (item.Data.ValueKind != JsonValueKind.Undefined)
                yield return item.Data;
        }
    }

    private static JsonElement Parse(ReadOnlySpan<byte> data) =>
        data.IsEmpty || data.SequenceEqual("[DONE]"u8) ? default : JsonElement.Parse(data, Reading);

    private HttpRequestMessage Request(Uri address, ReadOnlyMemory<byte> body, Action<HttpRequestHeaders>? addHeaders)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        sign(request.Headers);
        addHeaders?.Invoke(request.Headers);
        return request;
    }
}
