using Axle.Tools.Mcp.Settings;
using ModelContextProtocol.Client;

namespace Axle.Tools.Mcp.Connections;

/// <summary>Makes the way to a server.</summary>
internal static class McpTransports
{
    /// <summary>A program that is started, or an address.</summary>
    /// <param name="server">How it is reached.</param>
    /// <param name="workspace">Directory that it is started in when the settings name none.</param>
    /// <param name="answers">How a person signs in, where a server asks for that.</param>
    /// <param name="said">Is given the lines that the program writes to its standard error.</param>
    public static IClientTransport Create(McpServerSettings server, string workspace, McpAnswers answers, Action<string> said) =>
        server.Url is { } url ? Http(server, url, answers) : Program(server, workspace, said);

    private static StdioClientTransport Program(McpServerSettings server, string workspace, Action<string> said)
    {
        // A server never sees what the host's environment holds: keys of models, tokens of other servers.
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in StdioClientTransportOptions.GetDefaultEnvironmentVariables())
            environment[name] = value;
        foreach (var (name, value) in server.Environment)
            environment[name] = value;
        return new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = server.Name,
            Command = server.Command!,
            Arguments = [.. server.Arguments],
            WorkingDirectory = server.Directory ?? workspace,
            InheritEnvironmentVariables = false,
            EnvironmentVariables = environment,
            StandardErrorLines = said,
            ShutdownTimeout = TimeSpan.FromSeconds(3),
        });
    }

    private static HttpClientTransport Http(McpServerSettings server, Uri url, McpAnswers answers)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false };
        HttpMessageHandler way = server.TellsCaller ? new CallerHeaders(handler) : handler;
        var client = new HttpClient(way) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        return new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Name = server.Name,
                Endpoint = url,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = server.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
                ConnectionTimeout = server.StartTimeout,
                OAuth = answers.SignIn?.Invoke(server),
            },
            client,
            loggerFactory: null,
            ownsHttpClient: true);
    }
}
