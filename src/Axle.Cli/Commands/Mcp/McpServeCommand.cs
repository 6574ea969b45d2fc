using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using Axle.Agents.Connections;
using Axle.Agents.Runtime;
using Axle.Cli.Hosting;
using Axle.Identity.Ports;
using Axle.Models.Configuration;
using Axle.Server.Identity;
using Axle.Server.Mcp;
using Axle.Server.Mcp.Serving;
using ModelContextProtocol.Server;

namespace Axle.Cli.Commands.Mcp;

/// <summary><c>ax mcp serve</c>: agents, workflows and runs for any MCP client, until it is stopped.</summary>
internal sealed class McpServeCommand : AxCommand
{
    private readonly Option<string?> _http = new("--http")
    {
        Description = "Listen at this address instead of standard input and output, for example 127.0.0.1:4190.",
        HelpName = "ADDRESS:PORT",
    };

    private readonly Option<string[]> _origin = new("--origin")
    {
        Description = "Origin of a web page that may ask, beside pages of this machine. May be repeated.",
        HelpName = "URL",
    };

    private readonly Option<bool> _apply = new("--apply") { Description = "Let runs change the outside world. Without it tools only plan, and say so." };

    private readonly Option<bool> _approve = new("--approve")
    {
        Description = "Let clients answer the questions that runs ask persons. Clients are mostly language models: leave it out unless a person sits there.",
    };

    public McpServeCommand(CommandContext context)
        : base(context, "serve", "Offer agents, workflows and runs to MCP clients.",
            new("claude mcp add axle -- ax mcp serve", "A client starts it and speaks over standard input and output"),
            new("ax mcp serve --http 127.0.0.1:4190", "At http://127.0.0.1:4190/mcp, for programs on this machine"),
            new("AXLE_GATEWAY_KEY=… ax mcp serve --http 0.0.0.0:4190", "For others too: they send the key as 'Authorization: Bearer KEY'"))
    {
        Add(_http);
        Add(_origin);
        Add(_apply);
        Add(_approve);
        Remarks =
        [
            "Tools: agent_run, one workflow_NAME for each workflow, run_list, run_get, run_signal, run_cancel, and run_answer with --approve. Resources: axle://workflows/NAME, "
            + "axle://runs/ID. Keys are those of 'ax gateway serve'. Runs work on this directory.",
        ];
    }

    // What it needs is loaded when it runs: other commands start without a web server.
    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken) => ServeAsync(call, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> ServeAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        DatabaseFolder.Prepare(host.DatabasePath);
        _ = host.Get<AgentServices>();
        var served = new McpServed(call.Outside.Directory) { MayApply = call.Get(_apply), MayApprove = call.Get(_approve), Users = host.Get<IIdentityStore>() };
        var serving = AxleMcp.Serve(host.Engine, host.Store, host.Get<ConnectedAgents>(), call.Workflows, served, call.Outside.Time);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // One interrupt is enough: what runs is durable.
        using var watching = call.Outside.Interrupts.Watch(_ => stopping.Cancel());
        if (call.Get(_http) is { Length: > 0 } address)
            await ListenAsync(call, host, serving, address, stopping.Token);
        else
            await SpeakAsync(serving, stopping.Token);
        return ExitCodes.Success;
    }

    private async Task ListenAsync(Invocation call, AxleHost host, McpServerOptions serving, string address, CancellationToken stop)
    {
        if (!IPEndPoint.TryParse(address.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase), out var end))
            throw new UsageException($"--http {address} is no address with a port. Use one such as 127.0.0.1:4190.");
        var listening = new McpListening
        {
            Address = end.Address,
            Port = end.Port,
            Origins = call.Get(_origin) ?? [],
            Keys = [.. host.Get<ModelOptions>().GatewayKeys.Select(AccessKey.Of)],
            Users = host.Get<IIdentityStore>(),
            Warn = call.Note,
        };
        await using var server = await McpHttpServer.StartAsync(serving, listening, call.Outside.Time, stop);
        call.Say($"Listening on {server.Url}");
        call.Say(listening.Keys.Count == 0
            ? "Keys: none. Every program on this machine may ask. Set AXLE_GATEWAY_KEY to change that."
            : $"Keys: {string.Join(", ", listening.Keys.Select(static key => key.Variable))}.");
        call.Say("Ctrl-C or SIGTERM stops.");
        await Task.Delay(Timeout.InfiniteTimeSpan, call.Outside.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task SpeakAsync(McpServerOptions serving, CancellationToken stop)
    {
        try
        {
            await AxleMcp.ServeAsync(serving, Console.OpenStandardInput(), Console.OpenStandardOutput(), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped by a signal.
        }
    }
}
