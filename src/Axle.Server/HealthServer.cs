using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Axle.Server;

/// <summary>
/// Tells whoever starts and replaces nodes whether this one lives (<c>/live</c>) and can work (<c>/ready</c>): for nodes that answer nobody else. It says
/// nothing of runs and asks for no key.
/// </summary>
public sealed class HealthServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HealthServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Url => _app.Url();

    /// <summary>Begins to listen.</summary>
    /// <param name="address">On which address.</param>
    /// <param name="port">On which port, 0 to 65535; 0 takes a free one.</param>
    /// <param name="obstacle">What keeps the node from its work; null when nothing does. It must neither wait nor throw.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="AxleException">Validation: the address is in use, or not of this machine.</exception>
    public static async Task<HealthServer> StartAsync(IPAddress address, int port, Func<string?> obstacle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(obstacle);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = 100;
            kestrel.Listen(address, port);
        });
        var app = builder.Build();
        app.Run(http => AnswerAsync(http, obstacle));
        await app.BeginAsync(address, port, "Choose another address for --health.", cancellationToken);
        return new HealthServer(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext http, Func<string?> obstacle)
    {
        var (status, text) = http.Request.Path.Value switch
        {
            "/live" => (StatusCodes.Status200OK, "ok"),
            "/ready" => obstacle() is { } why ? (StatusCodes.Status503ServiceUnavailable, why) : (StatusCodes.Status200OK, "ok"),
            _ => (StatusCodes.Status404NotFound, "There is /live and /ready."),
        };
        (http.Response.StatusCode, http.Response.ContentType) = (status, "text/plain");
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
