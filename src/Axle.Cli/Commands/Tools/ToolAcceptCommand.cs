using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Tools.Contract;
using Axle.Tools.Pins;

namespace Axle.Cli.Commands.Tools;

/// <summary><c>ax tool accept</c>: pins what a tool from outside says of itself, as a person has read it.</summary>
internal sealed class ToolAcceptCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the tool." };

    public ToolAcceptCommand(CommandContext context)
        : base(context, "accept", "Accept what a tool from outside says of itself now; until then one whose description changed is not called.",
            new Example("ax tool show files.read && ax tool accept files.read", "Read it, then accept it")) => Add(_name);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var tool = ToolRows.Find(host.Get<ToolCatalog>(), call.Require(_name));
        if (tool.Origin == ToolDescription.BuiltIn)
            throw new AxleException(ErrorKind.Refused, $"'{tool.Name}' is built in: it changes only with Axle itself and needs no pin.");
        ToolPins.Open(call.Outside.Directory).Accept(tool);
        if (call.Json)
            call.WriteDocument(new ToolDocument(ToolRows.PartOf(tool), tool.Parameters, tool.Deadline?.TotalSeconds,
                ToolPins.HashOf(tool)), CliJson.Context.ToolDocument);
        else
            call.Say($"Accepted {tool.Name} as it is now, in .axle/tools.lock.");
        return ExitCodes.Success;
    }
}
