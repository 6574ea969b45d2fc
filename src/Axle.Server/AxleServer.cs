using System.Net;
using Axle.Agents.Connections;
using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Library;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Limits;
using Axle.Privacy;
using Axle.Server.Endpoints;
using Axle.Server.Endpoints.Dashboard;
using Axle.Server.Endpoints.Health;
using Axle.Server.Endpoints.Json;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Local;
using Axle.Server.Identity.Privacy;
using Axle.Server.Identity.Protection;
using Axle.Server.Live;
using Axle.Server.Mcp;
using Axle.Server.Mcp.Http;
using Axle.Server.Mcp.Serving;
using Axle.Server.OpenAi;
using Axle.Server.OpenAi.Chat;
using Axle.Server.Telemetry;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Server;

/// <summary>
/// Everything in one process: the API at <c>/api/v1</c> with its live socket, the dashboard, the gateway for clients of OpenAI's interface at <c>/v1</c>,
/// and Axle for MCP clients at <c>/mcp</c>. Started by <see cref="StartAsync"/>; disposing it lets answers under way end first.
/// </summary>
public sealed class AxleServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ApiSurface _api;
    private readonly McpSessions _mcp;
    private readonly IdentitySurface? _identity;
    private readonly bool _isSetUp;
    private readonly Leaving _leaving;

    private AxleServer(WebApplication app, ApiSurface api, McpSessions mcp, IdentitySurface? identity, bool isSetUp, Leaving leaving) =>
        (_app, _api, _mcp, _identity, _isSetUp, _leaving) = (app, api, mcp, identity, isSetUp, leaving);

    /// <summary>Where it listens, for example <c>http://127.0.0.1:8080</c>.</summary>
    public Uri Url => _app.Url();

    /// <summary>Where the first user sets the server up; null when it has an owner, or serves one person.</summary>
    public Uri? SetupUrl => _isSetUp || _identity is null ? null : new Uri(Url, $"setup?token={_identity.SetupToken}");

    /// <summary>Every endpoint there is.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>A token for <see cref="AxleServerOptions.LocalToken"/> that nobody guesses.</summary>
    public static string NewLocalToken() => LocalAccess.NewToken();

    /// <summary>Begins to listen.</summary>
    /// <param name="axle">Axle, as <see cref="AxleServices.AddAxle"/> puts it together. Stays the caller's.</param>
    /// <param name="options">Where to listen, and whom to let in.</param>
    /// <param name="feed">
    /// What its engine tells of runs (<see cref="AxleOptions.Stored"/>); null when it tells nothing, and watchers see what the store has.
    /// </param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="logger">Where faults of the server itself are told; null for nowhere.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the options are unsafe, or the address is in use.</exception>
    public static async Task<AxleServer> StartAsync(
        IServiceProvider axle,
        AxleServerOptions options,
        RunFeed? feed = null,
        TimeProvider? time = null,
        ILogger? logger = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(axle);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var clock = time ?? TimeProvider.System;
        var users = options.LocalToken is null ? axle.GetRequiredService<IIdentityStore>() : null;
        var isSetUp = users is null || await users.HasUsersAsync(cancellationToken);
        if (!isSetUp && !IPAddress.IsLoopback(options.Address))
            throw new AxleException(ErrorKind.Validation, $"The server has no owner yet, and {options.Address} is open to others. Start it on 127.0.0.1, set it up, then start it so.");
        var log = logger ?? NullLogger.Instance;
        var keys = KeysOf(options);
        var keyUsers = await KeyUsers.OpenAsync(keys, users, log.KeysOfNobody, clock, cancellationToken);
        var connected = axle.GetRequiredService<ConnectedAgents>();
        connected.Options = options.Agents with { IsListening = true };
        await connected.OpenAsync(cancellationToken);
        var app = Build(options);
        var views = users is null || options.MaskedTypes.Count == 0
            ? null
            : new MaskedViews(new PersonalDataMask(options.MaskedTypes), axle.GetRequiredService<IRunStore>());
        var (leaving, runs) = (new Leaving(), feed ?? new RunFeed());
        var api = new ApiSurface(axle, options, runs, leaving, views, clock, app.Lifetime.ApplicationStopping);
        var serving = AxleMcp.Serve(
            axle.GetRequiredService<WorkflowEngine>(), axle.GetRequiredService<IRunStore>(), connected,
            axle.GetRequiredService<ProjectWorkflows>(), new McpServed(options.Workspace) { MayApply = options.MayApply }, views,
            users is null ? null : new ServedAudit(users, clock), clock);
        var sessions = new McpSessions(serving, new McpListening().MostSessions, clock);
        var mcp = new McpHttpEndpoint(serving, sessions, new AccessControl(keys, keyUsers), []);
        var gateway = OpenAiSurface.Of(
            axle.GetRequiredService<ModelGateway>(), axle.GetRequiredService<ModelOptions>(), tenant => connected.RouterFor(tenant).Registry,
            new GatewayServerOptions { Keys = keys, Limits = axle.GetRequiredService<ILimitStore>() }, keyUsers, clock, log,
            new AskedAgents(
                axle.GetRequiredService<WorkflowEngine>(), new RunTelling(new RunFollowing(runs, axle.GetRequiredService<IRunStore>()), connected.Texts),
                new CallerFacts(options.Workspace, options.MayApply), clock));
        var local = options.LocalToken is { } token ? new LocalAccess(token) : null;
        var identity = users is null ? null : new IdentitySurface(users, options.Identity, options.Rates, clock, options.Oidc, options.SetupToken);
        app.Use(next => http => leaving.AnswerAsync(http, next));
        app.Use(static next => http => SecurityHeaders.AnswerAsync(http, next));
        app.Use(next => http => new ProblemAnswers(log).AnswerAsync(http, next));
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        app.UseRouting();
        if (local is not null)
            app.Use(next => http => local.AnswerAsync(http, next));
        var dashboard = new DashboardFiles(options.Dashboard);
        // No endpoint that takes every address: it would be chosen where another one refuses a method or a content type.
        app.Use(next => http => http.GetEndpoint() is not null ? next(http)
            : http.Request.Path.StartsWithSegments("/api") ? ApiSurface.NothingHereAsync(http) : dashboard.AnswerAsync(http));
        identity?.Guard(app);
        if (views is not null)
            app.Use(next => http => views.AnswerAsync(http, next));
        local?.Map(app.MapGroup(ApiSurface.Address));
        identity?.Map(app.MapGroup(ApiSurface.Address));
        api.Map(app);
        ApiDescription.Map(app);
        MapOthers(app, gateway, mcp, hasOwnAccess: keys.Count > 0);
        try
        {
            await app.BeginAsync(options.Address, options.Port, "Choose another --port.", cancellationToken);
        }
        catch
        {
            identity?.Dispose();
            throw;
        }

        return new AxleServer(app, api, sessions, identity, isSetUp, leaving);
    }

    /// <summary>
    /// Says that the server is about to stop: <c>/api/v1/health</c> answers 503 from now on, and every answer ends its connection, so that load balancers
    /// send requests elsewhere. Everything is still answered. To be called some time before it is disposed of, by a server behind a balancer.
    /// </summary>
    public void Leave() => _leaving.Begin();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _api.StopAsync();
        // Streams of sessions never end by themselves.
        await _mcp.DisposeAsync();
        // Takes nothing new, and waits for what is under way, up to the drain time.
        await _app.StopAsync();
        await _app.DisposeAsync();
        _api.Dispose();
        _identity?.Dispose();
    }

    // One person has one token for everything. Where there are tenants, nobody stands for all of them by saying nothing.
    private static IReadOnlyList<AccessKey> KeysOf(AxleServerOptions options) => options switch
    {
        { LocalToken: { } token } => [.. options.Keys, new AccessKey("the token that 'ax serve' printed", token)],
        _ => [.. options.Keys.Select(static k => k.Tenant is null ? k.ForTenant(Scope.DefaultTenant) : k)],
    };

    // Both may have keys of their own, which are not those of the API; without, a server with users lets in whom the API lets in.
    private static void MapOthers(WebApplication app, OpenAiSurface gateway, McpHttpEndpoint mcp, bool hasOwnAccess)
    {
        IEndpointConventionBuilder[] models = [app.Map("/v1/{**rest}", gateway.AnswerAsync), app.Map("/gateway/status", gateway.AnswerAsync)];
        if (hasOwnAccess)
        {
            Array.ForEach(models, static m => m.LetInByItself());
            app.Map("/mcp", mcp.AnswerAsync).LetInByItself();
            return;
        }

        Array.ForEach(models, static m => m.RequirePermission(Permission.ModelsUse));
        // Its tools start runs, have agents work, and tell runs what to do.
        app.Map("/mcp", http => http.Principal() is { } who && who.May(Permission.RunsStart) && who.May(Permission.AgentsUse)
            ? mcp.AnswerAsync(http)
            : throw new AxleException(ErrorKind.Refused, "MCP clients need the permissions runsControl, runsStart and agentsUse.")).RequirePermission(Permission.RunsControl);
    }

    private static WebApplication Build(AxleServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime);
        builder.Services.AddRouting();
        ApiDescription.Add(builder.Services);
        builder.Services.ConfigureHttpJsonOptions(static json => ApiJson.Set(json.SerializerOptions));
        // What is wrong with a request is told like everything else that goes wrong.
        builder.Services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            RequestLimits.Set(kestrel.Limits);
            kestrel.Limits.MaxRequestBodySize = options.LargestBody;
            kestrel.Limits.MaxConcurrentConnections = options.MostConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = options.MostConnections;
            kestrel.Listen(options.Address, options.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }
}
