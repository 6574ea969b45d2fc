using System.CommandLine;
using Axle.Tools.Mcp.Settings;

namespace Axle.Cli.Commands.Mcp;

/// <summary><c>ax mcp trust</c>.</summary>
internal sealed class McpTrustCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The server." };

    public McpTrustCommand(CommandContext context)
        : base(context, "trust", "Agree to an MCP server that a file of this project names: look at what it starts first.",
            new("ax mcp list", "See what it would start, or where it is"),
            new("ax mcp trust files", "Agree to it"))
    {
        Add(_name);
        Remarks =
        [
            $"Agreement is kept in ~/.axle/mcp-trusted, for this directory and this very entry; when the entry changes it is asked for again. {McpTrust.Variable}=1 agrees to all, for "
            + "machines where nobody can be asked.",
        ];
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var server = McpTrusting.Agree(call, call.Require(_name));
        call.Say($"'{server.Name}' of {server.Source} may be used: {server.Reach}");
        return Task.FromResult(ExitCodes.Success);
    }
}
