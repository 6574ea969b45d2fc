using Axle.Server.Identity;
using Axle.Server.Mcp.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp;

/// <summary>An MCP server over Streamable HTTP at <c>/mcp</c>. Disposing it ends its sessions.</summary>
public sealed class McpHttpServer : IAsyncDisposable
{
    private const string Path = "/mcp";

    private readonly WebApplication _app;
    private readonly McpSessions _sessions;

    private McpHttpServer(WebApplication app, McpSessions sessions) => (_app, _sessions) = (app, sessions);

    /// <summary>Its address for clients, for example <c>http://127.0.0.1:4190/mcp</c>.</summary>
    public Uri Url => new(_app.Url(), Path);

    /// <summary>Begins to listen.</summary>
    /// <param name="serving">What is served.</param>
    /// <param name="listening">Where, and whom to let in.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Validation"/>: unsafe, or the address is in use.
    /// </exception>
    public static async Task<McpHttpServer> StartAsync(
        McpServerOptions serving, McpListening listening, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listening);
        listening.Validate();
        var users = await KeyUsers.OpenAsync(listening.Keys, listening.Users, listening.Warn ?? (static _ => { }), time, cancellationToken);
        var access = new AccessControl(listening.Keys, users);
        var sessions = new McpSessions(serving, listening.MostSessions, time);
        var endpoint = new McpHttpEndpoint(serving, sessions, access, listening.Origins);
        var app = Build(listening);
        app.Run(http => http.Request.Path.Value switch
        {
            Path or Path + "/" => endpoint.AnswerAsync(http),
            "/healthz" => http.Response.WriteAsync("ok", http.RequestAborted),
            _ => NothingHereAsync(http),
        });
        await app.BeginAsync(listening.Address, listening.Port, "Choose another address.", cancellationToken);
        return new McpHttpServer(app, sessions);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Streams of sessions never end by themselves.
        await _sessions.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Task NothingHereAsync(HttpContext http)
    {
        http.Response.StatusCode = 404;
        return http.Response.WriteAsync($"There is nothing here. The MCP server is at {Path}.", http.RequestAborted);
    }

    private static WebApplication Build(McpListening listening)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = listening.LargestBody;
            kestrel.Limits.MaxConcurrentConnections = listening.MostSessions * 4L;
            kestrel.Listen(listening.Address, listening.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }
}
