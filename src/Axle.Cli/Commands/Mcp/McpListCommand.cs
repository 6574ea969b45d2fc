using System.Globalization;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Tools.Mcp;

namespace Axle.Cli.Commands.Mcp;

/// <summary><c>ax mcp list</c>: asks every server, and tells how it stands with it.</summary>
internal sealed class McpListCommand(CommandContext context) : AxCommand(
    context, "list", "Start or ask every MCP server, and show what it offers or why it cannot be used.",
    new("ax mcp list", "State, tools and faults of each"),
    new("ax mcp list --json | jq -r '.servers[].tools[]'", "All names of tools"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        return await ShowAsync(call, host, [.. host.Get<McpTools>().Servers.Select(static s => s.Settings.Name)], cancellationToken);
    }

    /// <summary>Asks servers and shows them.</summary>
    public static async Task<int> ShowAsync(Invocation call, AxleHost host, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var mcp = host.Get<McpTools>();
        await mcp.DiscoverAsync(all: true, cancellationToken);
        var shown = mcp.Servers.Where(s => names.Contains(s.Settings.Name)).ToList();
        if (call.Json)
            call.WriteDocument(new McpListDocument([.. shown.Select(McpServerPart.Of)]), CliJson.Context.McpListDocument);
        else if (shown.Count == 0)
            call.Say("There are no MCP servers. Add one: ax mcp add files -- npx -y @modelcontextprotocol/server-filesystem .");
        else
            Write(call, shown);
        return shown.Any(static s => s.Fault is not null) ? ExitCodes.Failed : ExitCodes.Success;
    }

    private static void Write(Invocation call, List<McpServerStatus> servers)
    {
        TextTable.Write(call.Outside.Output, ["SERVER", "STATE", "PROTOCOL", "TOOLS", "FROM", "REACHED BY"], servers.Select(static s => (string[])
        [
            s.Settings.Name,
            s.Fault is null ? Words.Name(s.State) : "faulty",
            s.Protocol ?? "-",
            s.Tools.Length.ToString(CultureInfo.InvariantCulture) + (s.LeftOut > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({s.LeftOut} left out)") : ""),
            s.Settings.Source,
            s.Settings.Reach,
        ]));
        foreach (var server in servers.Where(static s => s.Fault is not null))
            call.Say($"{server.Settings.Name}: {server.Fault}");
        foreach (var faulty in servers.SelectMany(static s => s.Quarantined))
            call.Say($"Cannot be called: {faulty}");
    }
}
