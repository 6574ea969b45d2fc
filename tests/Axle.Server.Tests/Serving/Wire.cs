using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Axle.Server.Tests.Serving;

/// <summary>Asks a gateway as a program without a client's library would, with the right key unless told otherwise.</summary>
internal sealed class Wire(Gateway gateway) : IDisposable
{
    private readonly HttpClient _http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task<Reply> ChatAsync(string body, string key = Gateway.Key) => PostAsync("chat/completions", body, key);

    public async Task<Reply> PostAsync(string path, string body, string key = Gateway.Key)
    {
        using var response = await BeginAsync(path, body, key, HttpCompletionOption.ResponseContentRead);
        return await Reply.ReadAsync(response, Stop);
    }

    /// <summary>Asks, and comes back when the headers are there.</summary>
    public async Task<HttpResponseMessage> BeginAsync(
        string path, string body, string key = Gateway.Key, HttpCompletionOption until = HttpCompletionOption.ResponseHeadersRead)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{gateway.Url}/{path}"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await _http.SendAsync(request, until, Stop);
    }

    public async Task<Reply> GetAsync(string path, string? key = Gateway.Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{gateway.Url}/{path}"));
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request, Stop);
        return await Reply.ReadAsync(response, Stop);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>An answer as it came.</summary>
internal sealed record Reply(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public JsonElement Error => Json.GetProperty("error");

    public JsonElement Choice => Json.GetProperty("choices")[0];

    public JsonElement Message => Choice.GetProperty("message");

    /// <summary>What the events of a stream hold, in order.</summary>
    public List<string> Data => [.. Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static e => e["data: ".Length..])];

    /// <summary>The events of a stream, without <c>[DONE]</c>.</summary>
    public List<JsonElement> Events => [.. Data.Where(static d => d != "[DONE]").Select(static d => JsonElement.Parse(d))];

    /// <summary>The text that a stream's pieces make together.</summary>
    public string Text => string.Concat(Events.SelectMany(static e => e.GetProperty("choices").EnumerateArray())
        .Select(static c => c.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : ""));

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    public static async Task<Reply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers, response.Content.Headers);
}
