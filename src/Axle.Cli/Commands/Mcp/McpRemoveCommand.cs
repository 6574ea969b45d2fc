using System.CommandLine;
using Axle.Tools.Mcp.Settings;

namespace Axle.Cli.Commands.Mcp;

/// <summary><c>ax mcp remove</c>.</summary>
internal sealed class McpRemoveCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The server." };

    public McpRemoveCommand(CommandContext context)
        : base(context, "remove", "Take an MCP server out of .axle/mcp.yaml.", new Example("ax mcp remove files", "Its tools are gone then")) => Add(_name);

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var name = call.Require(_name);
        if (!McpSettingsFile.Remove(call.Outside.Directory, name))
        {
            var server = McpTrusting.Find(McpSettingsReader.ReadDirectory(call.Outside.Directory, call.Outside.Environment, McpTrusting.Of(call)), name);
            throw new AxleException(ErrorKind.Validation, $"'{name}' stands in {server.Source}, which is yours: take it out there.");
        }

        call.Say($"'{name}' is out of {McpSettingsReader.OwnFile}.");
        return Task.FromResult(ExitCodes.Success);
    }
}
