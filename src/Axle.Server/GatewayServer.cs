using Axle.Agents.Registry;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Server.Identity;
using Axle.Server.OpenAi;
using Axle.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Server;

/// <summary>
/// The gateway as a server that clients of OpenAI's interface use unchanged: chat, streams, tools, schemas, embeddings and the list of models.
/// Started by <see cref="StartAsync"/>; disposing it lets answers under way end first.
/// </summary>
public sealed class GatewayServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, for example <c>http://127.0.0.1:4180</c>; the base address for clients is this and <c>/v1</c>.</summary>
    public Uri Url => _app.Url();

    /// <summary>Begins to listen.</summary>
    /// <param name="models">Who is asked. Stays the caller's.</param>
    /// <param name="configured">How providers are configured, for the list of models.</param>
    /// <param name="agents">Agents that are offered as models.</param>
    /// <param name="options">Where to listen, and whom to let in.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="logger">Where faults of the server itself are logged; null logs nowhere.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Validation"/>: the options are unsafe, or the address is in use.
    /// </exception>
    public static async Task<GatewayServer> StartAsync(
        ModelGateway models,
        ModelOptions configured,
        AgentRegistry agents,
        GatewayServerOptions options,
        TimeProvider? time = null,
        ILogger<GatewayServer>? logger = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var clock = time ?? TimeProvider.System;
        ILogger log = logger ?? NullLogger<GatewayServer>.Instance;
        var users = await KeyUsers.OpenAsync(options.Keys, options.Users, log.KeysOfNobody, clock, cancellationToken);
        var surface = OpenAiSurface.Of(models, configured, _ => agents, options, users, clock, log);
        var app = Build(options);
        app.Run(surface.AnswerAsync);
        await app.BeginAsync(options.Address, options.Port, "Choose another --port or --host.", cancellationToken);
        return new GatewayServer(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Takes nothing new, and waits for what is under way, up to the drain time.
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(GatewayServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime);
        builder.WebHost.UseKestrelCore();
        // A request goes on where its bytes arrived: on a thread of the pool, which may wait as any other, and one change of threads is saved each way.
        builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Limits.MaxRequestBodySize = options.LargestBody;
            kestrel.Limits.MaxConcurrentConnections = options.MostRequests * 2L;
            // Counts only while something waits to be read by the client, not while a model thinks.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 100, gracePeriod: TimeSpan.FromSeconds(30));
            kestrel.Listen(options.Address, options.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }
}
