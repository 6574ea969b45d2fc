using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using Axle.Agents.Registry;
using Axle.Cli.Sources;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Identity.Ports;
using Axle.Models.Limits;
using Axle.Server;
using Axle.Server.Identity;

namespace Axle.Cli.Commands.Gateway;

/// <summary><c>ax gateway serve</c>: language models for any client of OpenAI's interface, until it is stopped.</summary>
internal sealed class GatewayServeCommand : AxCommand
{
    private readonly Option<int> _port = new("--port")
    {
        Description = "The port, 0 to 65535; 0 takes a free one. Default: 4180.",
        HelpName = "N",
        DefaultValueFactory = static _ => 4180,
    };

    private readonly Option<string> _host = new("--host")
    {
        Description = "The address to listen on; 0.0.0.0 for all of this machine, which asks for access keys. Default: 127.0.0.1.",
        HelpName = "ADDRESS",
        DefaultValueFactory = static _ => "127.0.0.1",
    };

    private readonly Option<string> _patience = new("--patience")
    {
        Description = "How long a request waits for limits to reset and trouble to pass before it fails; 0s for not at all. Default: 30s.",
        HelpName = "TIME",
        DefaultValueFactory = static _ => "30s",
    };

    public GatewayServeCommand(CommandContext context)
        : base(context, "serve", "Listen as OpenAI's interface does, so that its clients use every configured model and agent unchanged.",
            new("ax gateway serve", "On http://127.0.0.1:4180/v1, for programs on this machine"),
            new("AXLE_GATEWAY_KEY=… ax gateway serve --host 0.0.0.0 --port 8080", "For others too: they send the key"),
            new("OPENAI_BASE_URL=http://127.0.0.1:4180/v1 OPENAI_API_KEY=none python app.py", "Point a client at it"))
    {
        Add(_port);
        Add(_host);
        Add(_patience);
        Remarks =
        [
            "A client's 'model' may be any model's name, 'provider/model', 'auto', 'offline' or 'agent/ID'. Keys are read from AXLE_GATEWAY_KEY and from the "
            + "variables under 'gateway: keys:' in axle.yaml. Ctrl-C or SIGTERM takes nothing new and lets answers under way end, for 30 seconds at most.",
        ];
    }

    // What it needs is loaded when it runs: other commands start without a web server.
    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken) => ServeAsync(call, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> ServeAsync(Invocation call, CancellationToken cancellationToken)
    {
        // Here nothing computes for long, so the pool may grow from as few threads as there are cores: stacks and arenas of 72 are 40 MB.
        ThreadPool.SetMinThreads(Environment.ProcessorCount, Environment.ProcessorCount);
        await using var host = call.Compose();
        var configured = host.Get<ModelOptions>();
        var options = Read(call, configured) with { Limits = host.Get<ILimitStore>() };
        options.Validate();
        if (options.Keys.Any(static key => key.User is not null))
            options = options with { Users = host.Get<IIdentityStore>() };
        var stopped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = call.Outside.Interrupts.Watch(what => stopped.TrySetResult(what));
        await using var cancelled = cancellationToken.Register(() => stopped.TrySetResult("cancelled"));
        await using (var server = await GatewayServer.StartAsync(
            host.Get<ModelGateway>(),
            configured,
            host.Get<AgentRegistry>(),
            options,
            call.Outside.Time,
            new FaultLog(call.Outside.Error, call.Outside.Time),
            cancellationToken))
        {
            Tell(call, server.Url, configured, options);
            call.Note($"{await stopped.Task}: stopping. Answers under way end first.");
        }

        return ExitCodes.Success;
    }

    private GatewayServerOptions Read(Invocation call, ModelOptions configured)
    {
        var typed = call.Get(_host)!;
        if (!IPAddress.TryParse(typed == "localhost" ? "127.0.0.1" : typed, out var address))
            throw new UsageException($"--host {typed} is no address. Use one such as 127.0.0.1, 0.0.0.0 or ::1.");
        var patience = call.Get(_patience)!;
        return new GatewayServerOptions
        {
            Address = address,
            Port = call.Get(_port),
            Patience = patience is "0" or "0s" ? TimeSpan.Zero : TimeText.Read("--patience", patience),
            Keys = [.. configured.GatewayKeys.Select(AccessKey.Of)],
        };
    }

    private static void Tell(Invocation call, Uri url, ModelOptions configured, GatewayServerOptions options)
    {
        var address = new Uri(url, "v1");
        var models = configured.Providers
            .Where(static p => p.Enabled && (p.Key is not null || p.KeyVariables.Count == 0))
            .Select(static p => $"{p.Name}/{p.DefaultModel}");
        call.Say($"Listening on {address}");
        call.Say($"Models: {string.Join(", ", models.Append("auto").Append("offline"))}; agents as agent/ID ('ax agent list').");
        call.Say(options.Keys.Count == 0
            ? "Keys: none. Every program on this machine may ask. Set AXLE_GATEWAY_KEY to change that."
            : $"Keys: {string.Join(", ", options.Keys.Select(static key => key.Variable))}.");
        call.Say($"Point a client at it: OPENAI_BASE_URL={address} OPENAI_API_KEY={(options.Keys.Count == 0 ? "none" : "<a key>")}");
        call.Say("Ctrl-C or SIGTERM stops.");
    }
}
