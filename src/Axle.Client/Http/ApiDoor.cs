using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Axle.Client.Http;

/// <summary>The one way of requests to a server.</summary>
internal sealed class ApiDoor : IDisposable
{
    private readonly HttpClient _client;

    public ApiDoor(AxleClientOptions options)
    {
        Api = new Uri(options.Server.AbsoluteUri.EndsWith('/') ? options.Server : new Uri(options.Server.AbsoluteUri + "/"), "api/v1/");
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = Api,
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
    }

    /// <summary>How the API writes and reads JSON.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 256,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Where the API is.</summary>
    public Uri Api { get; }

    /// <summary>Asks, and reads the answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The address below the API.</param>
    /// <param name="body">What is sent; null for nothing.</param>
    /// <param name="key">Makes the request safe to repeat; null for none.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <exception cref="AxleClientException">The server refuses.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, or answers what nobody expects.</exception>
    public async Task<T> AskAsync<T>(HttpMethod method, string path, object? body, string? key, CancellationToken cancellationToken)
    {
        var utf8 = await SendAsync(method, path, body, key, cancellationToken);
        try
        {
            return utf8.Length == 0 ? default! : JsonSerializer.Deserialize<T>(utf8, Json)!;
        }
        catch (JsonException fault)
        {
            throw new HttpRequestException($"{Api} answered what this client does not understand. Is it the address of 'ax serve', of about the same version?", fault);
        }
    }

    /// <summary>Reads a list, page by page as it is read.</summary>
    /// <param name="path">The address of the list below the API.</param>
    /// <param name="filters">What is asked after the question mark, without cursor and limit; what is null is left out.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public async IAsyncEnumerable<T> ListAsync<T>(
        string path, (string Name, string? Value)[] filters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var query = Query([.. filters, ("cursor", cursor), ("limit", "200")]);
            var page = await AskAsync<Page<T>>(HttpMethod.Get, path + query, null, null, cancellationToken);
            foreach (var item in page.Items)
                yield return item;
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>Asks for what is answered with nothing.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public Task TellAsync(HttpMethod method, string path, CancellationToken cancellationToken) => SendAsync(method, path, null, null, cancellationToken);

    private async Task<byte[]> SendAsync(HttpMethod method, string path, object? body, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await _client.SendAsync(request, cancellationToken);
        var utf8 = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw Refusal((int)answer.StatusCode, utf8);
        return utf8;
    }

    /// <summary>What is asked after a question mark; what is null is left out.</summary>
    public static string Query(params (string Name, string? Value)[] parts)
    {
        var given = parts.Where(static p => !string.IsNullOrEmpty(p.Value)).Select(static p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}");
        return string.Join('&', given) is { Length: > 0 } query ? $"?{query}" : "";
    }

    public void Dispose() => _client.Dispose();

    private static AxleClientException Refusal(int status, byte[] utf8)
    {
        try
        {
            if (JsonSerializer.Deserialize<Problem>(utf8, Json) is { Code: { } code, Detail: { } detail } problem)
                return new AxleClientException(status, code, problem.Mend is { } mend ? $"{detail} {mend}" : detail);
        }
        catch (JsonException)
        {
            // It is no answer of Axle: the status has to do.
        }

        return new AxleClientException(status, "unknown", $"The server answered with HTTP status {status}. Is it the address of 'ax serve'?");
    }

    private sealed record Problem(string? Code, string? Detail, string? Mend);
}
