using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Tools.Contract;
using Axle.Tools.Mcp;

namespace Axle.Cli.Commands.Mcp;

/// <summary><c>ax mcp tools</c>.</summary>
internal sealed class McpToolsCommand : AxCommand
{
    private const int LongestPurpose = 90;

    private readonly Argument<string?> _name = new("NAME") { Description = "A server or a group; all when it is left out.", Arity = ArgumentArity.ZeroOrOne };

    public McpToolsCommand(CommandContext context)
        : base(context, "tools", "List the tools of MCP servers: what they do, and what that means for a run.",
            new("ax mcp tools files", "Those of one server"),
            new("ax mcp tools --json | jq '.tools[] | select(.effect == \"world\").name'", "Those that change something"))
    {
        Add(_name);
        Remarks = ["EFFECT 'world' is only planned unless a run may apply (--apply). A tool that is not 'twice' safe is never called again by itself when its outcome is unknown."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var mcp = host.Get<McpTools>();
        await mcp.DiscoverAsync(all: false, cancellationToken);
        var name = call.Get(_name);
        var tools = mcp.Tools.Select(static t => t.Description).Where(t => name is null || t.Name.StartsWith(name + ".", StringComparison.Ordinal)).ToList();
        foreach (var faulty in mcp.Servers.Where(s => s.Fault is not null && (name is null || s.Settings.Name == name)))
            call.Note($"{faulty.Settings.Name}: {faulty.Fault}");
        if (call.Json)
        {
            call.WriteDocument(new McpToolsDocument([.. tools.Select(McpToolPart.Of)]), CliJson.Context.McpToolsDocument);
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["TOOL", "EFFECT", "TWICE", "ASKS", "PURPOSE"], tools.Select(static t => (string[])
        [
            t.Name, Words.Name(t.Effect), t.Idempotent || t.Effect == ToolEffect.None ? "safe" : "no", t.Approval is null ? "-" : "a person", Words.OneLine(t.Purpose, LongestPurpose),
        ]));
        return ExitCodes.Success;
    }
}
