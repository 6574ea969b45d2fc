using System.CommandLine;
using Axle.Tools.Mcp.SignIn;

namespace Axle.Cli.Commands.Mcp;

/// <summary><c>ax mcp logout</c>.</summary>
internal sealed class McpLogoutCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The server." };

    public McpLogoutCommand(CommandContext context)
        : base(context, "logout", "Delete the tokens of an MCP server that you signed in at.", new Example("ax mcp logout tickets", "It is asked without tokens from now on")) =>
        Add(_name);

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (server, home) = McpLoginCommand.Find(call, call.Require(_name));
        call.Say(new McpTokenFile(home, server.Url!).Delete() ? $"The tokens of '{server.Name}' are deleted." : $"There are no tokens of '{server.Name}'.");
        return Task.FromResult(ExitCodes.Success);
    }
}
