using System.Net.Http.Headers;
using System.Text.Json;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Models.Configuration;

namespace Axle.Cli.Commands.Gateway;

/// <summary>Asks a gateway that runs, here or elsewhere.</summary>
internal sealed class RunningGateway : IDisposable
{
    private const int LargestAnswer = 8 * 1024 * 1024;
    private readonly Uri _url;
    private readonly bool _hasKey;

    // A key is sent to the address that was typed, and nowhere else.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>Names a gateway.</summary>
    /// <param name="url">Where it listens, with or without <c>/v1</c>.</param>
    /// <param name="environment">Holds the key.</param>
    /// <exception cref="UsageException">It is no address.</exception>
    public RunningGateway(string url, Func<string, string?> environment)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var typed) || typed.Scheme is not ("http" or "https") || typed.UserInfo.Length > 0)
            throw new UsageException($"--url {url} is no address. Use one such as http://127.0.0.1:4180.");
        var path = typed.AbsolutePath.TrimEnd('/');
        _url = new Uri(typed, $"{(path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^3] : path)}/gateway/status");
        if (environment(GatewayKey.DefaultVariable) is { Length: > 0 } key)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _hasKey = _http.DefaultRequestHeaders.Authorization is not null;
    }

    /// <summary>How its providers stand.</summary>
    /// <exception cref="AxleException">It is not there, does not let in, or is none.</exception>
    public async Task<GatewayStatusDocument> StatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(_url, cancellationToken);
            if ((int)response.StatusCode is 401 or 403)
            {
                throw new AxleException(ErrorKind.Authentication, _hasKey
                    ? $"The gateway at {_url.Authority} does not take the key in {GatewayKey.DefaultVariable}."
                    : $"The gateway at {_url.Authority} asks for a key: set {GatewayKey.DefaultVariable}.");
            }

            if (!response.IsSuccessStatusCode)
                throw NoGateway($"answers {(int)response.StatusCode}");
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(body, CliJson.Context.GatewayStatusDocument) ?? throw NoGateway("answers nothing");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw e is JsonException ? NoGateway("answers something else") : new AxleException(
                ErrorKind.Network, $"No gateway can be reached at {_url.Authority}. Start one with 'ax gateway serve', or name another with --url.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private AxleException NoGateway(string why) =>
        new(ErrorKind.Validation, $"What listens at {_url.Authority} is no gateway of this version: {_url.AbsolutePath} {why}.");
}
