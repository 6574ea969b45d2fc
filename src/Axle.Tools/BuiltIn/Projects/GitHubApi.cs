using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Tools.BuiltIn.Projects;

/// <summary>
/// Speaks to the GitHub REST API (version 2022-11-28). Heeds its limits: once none of an hour's calls is left, nothing is sent until
/// they are back.
/// </summary>
internal sealed class GitHubApi : IDisposable
{
    private const int LargestAnswer = 8 * 1024 * 1024;

    private readonly ProjectOptions _options;
    private readonly HttpClient _client;
    private long _blockedUntil;

    public GitHubApi(ProjectOptions options, HttpMessageHandler? handler = null)
    {
        _options = options;
        _client = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5)
        })
        {
            BaseAddress = options.Address,
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends one request.</summary>
    /// <param name="method">GET, POST or PATCH.</param>
    /// <param name="path">Relative to the API's address.</param>
    /// <param name="body">What to send; null for nothing.</param>
    /// <param name="time">The clock, for limits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AxleException">What GitHub said, as the kind that tells whether a later try can help.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonNode? body, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (Interlocked.Read(ref _blockedUntil) is var until && until > now)
        {
            throw Limited(until - now);
        }

        using var request = new HttpRequestMessage(method, path);
        request.Headers.UserAgent.ParseAdd("axle");
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        if (_options.Token() is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        try
        {
            using var answer = await _client.SendAsync(request, cancellationToken);
            Heed(answer, now);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).Clone()
                : throw Refusal(answer, now);
        }
        catch (HttpRequestException failed)
        {
            throw new AxleException(ErrorKind.Network, $"GitHub could not be reached: {failed.HttpRequestError}.", failed);
        }
        catch (JsonException broken)
        {
            throw new AxleException(ErrorKind.MalformedAnswer, "GitHub's answer is no JSON. Check the address in GITHUB_API_URL.", broken);
        }
    }

    public void Dispose() => _client.Dispose();

    private void Heed(HttpResponseMessage answer, long now)
    {
        if (FreeAt(answer, now) is { } until)
        {
            Interlocked.Exchange(ref _blockedUntil, until);
        }
    }

    /// <summary>When calls are taken again, in seconds since 1970; null when they are now.</summary>
    private static long? FreeAt(HttpResponseMessage answer, long now) =>
        (int)answer.StatusCode is 403 or 429 && Header(answer, "retry-after") is { } seconds ? now + seconds
        : Header(answer, "x-ratelimit-remaining") == 0 ? Header(answer, "x-ratelimit-reset")
        : null;

    private static AxleException Limited(long seconds) => new(new AxleError(
        ErrorKind.RateLimited, $"GitHub takes no more calls for {Math.Max(1, seconds)} s: its limit is spent.",
            TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 86_400))));

    private static AxleException Refusal(HttpResponseMessage answer, long now) => answer.StatusCode switch
    {
        HttpStatusCode.Unauthorized => new(ErrorKind.Authentication, "GitHub does not take the token. Set GITHUB_TOKEN to one that may write issues."),
        HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests when FreeAt(answer, now) is { } until => Limited(until - now),
        HttpStatusCode.Forbidden => new(ErrorKind.Authentication, "The token may not do this. Give it the right to write issues of the repository."),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => new(ErrorKind.NotFound, "GitHub knows no such repository or issue, or the token may not see it."),
        HttpStatusCode.UnprocessableEntity => new(ErrorKind.Validation, "GitHub refuses the values: check labels, people and texts."),
        >= HttpStatusCode.InternalServerError => new(ErrorKind.Overloaded, $"GitHub failed with status {(int)answer.StatusCode}."),
        _ => new(ErrorKind.Tool, $"GitHub answered with status {(int)answer.StatusCode}."),
    };

    private static long? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
