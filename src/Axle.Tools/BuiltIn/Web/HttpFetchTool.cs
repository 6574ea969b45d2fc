using System.Net;
using System.Text;
using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Web;

/// <summary>
/// <c>http.fetch</c>: the text of a page of the open Internet, never of this machine or a private network. Only reads; sends no
/// cookies, no keys.
/// </summary>
public sealed class HttpFetchTool : ITool, IDisposable
{
    private const int DefaultCharacters = 20_000;

    private readonly WebOptions _options;
    private readonly GuardedConnection _connection;
    private readonly HttpClient _client;

    /// <summary>Fetches by these options.</summary>
    public HttpFetchTool(WebOptions options)
        : this(options, static (host, stop) => Dns.GetHostAddressesAsync(host, stop))
    {
    }

    internal HttpFetchTool(WebOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _connection = new GuardedConnection(options, resolve);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = _connection.ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        Description = Describe(options);
    }

    /// <inheritdoc/>
    public ToolDescription Description { get; }

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.Deadline, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var address = new Uri(arguments.GetProperty("url").GetString()!);
        try
        {
            using var answer = await FollowAsync(address, either.Token);
            return await ReadAsync(answer, arguments, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AxleException(ErrorKind.Timeout, $"{address.IdnHost} did not answer within {_options.Deadline.TotalSeconds:0} s.");
        }
        catch (HttpRequestException failed)
        {
            throw failed.InnerException as AxleException
                ?? new AxleException(ErrorKind.Network, $"{address.IdnHost} could not be reached: {failed.HttpRequestError}.", failed);
        }
        catch (IOException broken)
        {
            throw new AxleException(ErrorKind.Network, $"The answer of {address.IdnHost} broke off: {broken.Message}", broken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static ToolDescription Describe(WebOptions options) => new(
        "http.fetch", "Fetches a page or a document from the open Internet and gives its text; markup is taken away.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "url": { "type": "string", "maxLength": 2048, "x-axle-sink": "url", "description": "https://host/path" },
                "raw": { "type": "boolean", "default": false, "description": "Whether markup is kept." },
                "most": { "type": "integer", "minimum": 100, "maximum": 500000, "default": 20000, "x-axle-clamp": true,
                    "description": "Most characters to give." }
              },
              "required": ["url"],
              "additionalProperties": false
            }
            """))
    {
        Deadline = options.Deadline,
    };

    /// <summary>Goes along redirects by hand, because each place must be judged.</summary>
    private async Task<HttpResponseMessage> FollowAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            _connection.Judge(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.ParseAdd("axle");
            var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } next)
            {
                return answer;
            }

            answer.Dispose();
            if (redirects >= _options.MostRedirects)
            {
                throw new AxleException(ErrorKind.Refused, $"More than {_options.MostRedirects} redirects were given up.");
            }

            address = new Uri(address, next);
        }
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage answer, JsonElement arguments, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[_options.LargestAnswer];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (bytes.AsSpan(0, Math.Min(length, 8_192)).Contains((byte)0))
        {
            throw new AxleException(ErrorKind.Tool, $"The answer is no text but '{type}'.");
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var read = type.Contains("html", StringComparison.OrdinalIgnoreCase) && !SourceSelection.Flag(arguments, "raw", false) ? HtmlText.Of(text) : text;
        var most = SourceSelection.Number(arguments, "most", DefaultCharacters);
        return FindingJson.ToElement(new FetchedPage(
            answer.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path), (int)answer.StatusCode, type, read.Length > most ? read[..most]
                : read, read.Length > most || length == bytes.Length));
    }

    private sealed record FetchedPage(string Url, int Status, string Type, string Text, bool More);
}
