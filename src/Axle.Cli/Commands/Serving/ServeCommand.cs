using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using Axle.Agents.Runtime;
using Axle.Cli.Commands.Gateway;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Sources;
using Axle.Models.Configuration;
using Axle.Server;
using Axle.Server.Configuration;
using Axle.Server.Identity;
using Axle.Server.Live;
using Axle.Workflows.Schedules;

namespace Axle.Cli.Commands.Serving;

/// <summary><c>ax serve</c>: the dashboard, the API, the gateway and MCP, with an engine that executes every run that needs it.</summary>
internal sealed class ServeCommand : AxCommand
{
    private const int StandardPort = 8080;

    /// <summary>How long a server that others reach goes on answering when it is told to stop, until their load balancers have seen it.</summary>
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(5);

    private readonly Option<int> _port = new("--port")
    {
        Description = $"The port, 0 to 65535; 0 takes a free one. Default: {StandardPort}.",
        HelpName = "N",
        DefaultValueFactory = static _ => StandardPort,
    };

    private readonly Option<string> _url = new("--url")
    {
        Description = "Address and port to listen on instead, for example http://127.0.0.1:9000.",
        HelpName = "URL",
    };

    private readonly WorkspaceOption _workspace = WorkspaceOption.For("runs");

    private readonly Option<bool> _local = new("--local")
    {
        Description = "For one person on this machine: no users. The address that is printed has a token, and whoever opens it is let in.",
    };

    private readonly RoleOption _role = new();

    private readonly Option<string> _drain = new("--drain")
    {
        Description = "How long steps under way may take to end when it is stopped, up to 1h. Default: 30s.",
        HelpName = "TIME",
        DefaultValueFactory = static _ => "30s",
    };

    private readonly HealthOption _health = new();

    private readonly Option<string?> _dashboard = new("--dashboard")
    {
        Description = "Directory of a dashboard that is served instead of the one built in.",
        HelpName = "DIR",
    };

    public ServeCommand(CommandContext context)
        : base(context, "serve", "Serve the dashboard, the API, the gateway (/v1) and MCP (/mcp), and execute every run that needs it, until stopped.",
            new("ax serve", "For a team: the address it prints the first time makes you its owner"),
            new("ax serve --local", "On http://127.0.0.1:8080, for yourself: open the address it prints"),
            new("ax serve --local --port 0 --workspace ../shop", "On a free port; runs work on another directory"),
            new("ax serve --role api", "With a broker: answer people, and leave runs to 'ax serve --role engine' and steps to 'ax worker'"),
            new("curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:8080/api/v1/runs", "Ask the API with the token"))
    {
        foreach (var option in (Option[])[_port, _url, _workspace, _local, _role, _drain, _health, _dashboard])
            Add(option);
        Remarks =
        [
            "Runs that a process left behind when it died are gone on with at once. Ctrl-C or SIGTERM takes nothing new, lets answers under way end, and lets go of "
            + "runs: they go on when 'ax serve' or 'ax engine' starts again, and steps that were in flight are made again; those with 'effect: once' may end first, for --drain.",
            "A server that listens for others than this machine goes on answering for 5 seconds, while /api/v1/health says 503: until load balancers have seen it.",
            "The API is described at /api/v1/openapi.json; docs/server.md shows it by example.",
        ];
    }

    // What it needs is loaded when it runs: other commands start without a web server.
    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken) => ServeAsync(call, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> ServeAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (log, feed) = (new EngineLog(call), new RunFeed());
        var scheduled = ScheduleDesk.Find(call, []);
        var (roles, drain) = (_role.Read(call), TimeText.Read("--drain", call.Get(_drain)!));
        await using var host = call.Compose(options =>
        {
            roles.Set(options);
            options.DrainTime = drain;
            options.Stored = feed.Tell;
            options.SetBack = log.Tell;
        });
        DatabaseFolder.Prepare(host.DatabasePath);
        // What steps need is made now: a fault in it must show before a run is taken up.
        _ = host.Get<AgentServices>();
        var stopped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = call.Outside.Interrupts.Watch(what => stopped.TrySetResult(what));
        await using var cancelled = cancellationToken.Register(() => stopped.TrySetResult("cancelled"));
        var options = roles.Api ? Read(call, host) : null;
        await using (var server = options is null ? null : await ListenAsync(call, host, options, feed, cancellationToken))
        {
            var stop = await host.StartBackgroundAsync(cancellationToken);
            await using var health = await _health.StartAsync(call, host, cancellationToken);
            foreach (var workflow in roles.Engine ? scheduled : [])
                await host.Get<ScheduleRunner>().RegisterAsync(workflow);
            if (server is not null)
                Tell(call, server, options!);
            call.Say(roles.Engine
                ? $"Runs of {host.Place} are executed here{(options is null ? "" : $"; new ones work on {options.Workspace}")}. Ctrl-C or SIGTERM stops."
                : $"This node is {roles} for runs of {host.Place}. Ctrl-C or SIGTERM stops.");
            call.Note($"{await stopped.Task}: stopping. Answers and steps under way end first, then runs are let go of.");
            await Task.WhenAll(LeaveAsync(server, options), stop());
        }

        return ExitCodes.Success;
    }

    private static Task LeaveAsync(AxleServer? server, AxleServerOptions? options)
    {
        server?.Leave();
        return server is null || IPAddress.IsLoopback(options!.Address) ? Task.CompletedTask : Task.Delay(LeaveTime, TimeProvider.System);
    }

    private static Task<AxleServer> ListenAsync(
        Invocation call, AxleHost host, AxleServerOptions options, RunFeed feed, CancellationToken cancellationToken) =>
        AxleServer.StartAsync(
            host.Services, options, feed, call.Outside.Time, new FaultLog(call.Outside.Error, call.Outside.Time), cancellationToken);

    private AxleServerOptions Read(Invocation call, AxleHost host)
    {
        var options = ServerSettings.Apply(
            Read(call, host.Get<ModelOptions>()), host.Get<AxleOptions>().ProjectDirectory, Environment.GetEnvironmentVariable);
        options.Validate();
        return options;
    }

    private AxleServerOptions Read(Invocation call, ModelOptions configured)
    {
        var (address, port) = call.Get(_url) is { Length: > 0 } url ? ListenUrl.Read("--url", url) : (IPAddress.Loopback, call.Get(_port));
        return new AxleServerOptions
        {
            Address = address,
            Port = port,
            Workspace = _workspace.Read(call),
            LocalToken = call.Get(_local) ? AxleServer.NewLocalToken() : null,
            Dashboard = call.Get(_dashboard) is { Length: > 0 } directory ? call.Outside.FullPath(directory) : null,
            Keys = [.. configured.GatewayKeys.Select(AccessKey.Of)],
        };
    }

    private static void Tell(Invocation call, AxleServer server, AxleServerOptions options)
    {
        var url = server.Url;
        call.Say($"Listening on {url}");
        if (options.LocalToken is { } token)
            call.Say($"Open {new Uri(url, $"?token={token}")}");
        if (server.SetupUrl is { } setup)
            call.Say($"There is no owner yet. Open {setup} on this machine to become it; until then nobody else is answered.");
        call.Say($"API {new Uri(url, "api/v1")}, gateway {new Uri(url, "v1")}, MCP {new Uri(url, "mcp")}");
    }
}
