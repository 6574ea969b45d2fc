using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows.Forks;

/// <summary><c>ax workflow fork</c>: another way to go from a place of a run.</summary>
internal sealed class WorkflowForkCommand : ForkingCommand
{
    private readonly Option<string?> _at = new("--at")
    {
        Description = "Where the fork leaves the run: the number of an event, or the name of a checkpoint. Default: where the run stands.",
        HelpName = "PLACE",
    };

    public WorkflowForkCommand(CommandContext context)
        : base(context, "fork", "Make a run that shares another's history up to a place and goes its own way from there. The other run is not touched.",
            new("ax workflow fork latest --at level-1 --input tone=formal", "The same up to level 1, then with another input"),
            new("ax workflow fork latest --at 12 --step-input draft='{\"length\": 200}'", "With another input for step 'draft'"),
            new("ax workflow fork latest --at level-1 --workflow better.yaml", "With other prompts from there on"))
    {
        Add(_at);
        Remarks = ["'ax workflow diff' compares the two, 'ax workflow promote' chooses the fork, 'ax workflow discard' throws it away."];
    }

    protected override string? PlaceOf(Invocation call) => call.Get(_at);

    protected override async Task<long?> PlaceAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken) =>
        PlaceOf(call) is { } text ? (await RunPlace.FindAsync(host.Engine.Reader, row, text, cancellationToken)).Seq : row.LastSeq;

    protected override Task<RunHandle> StartAsync(WorkflowEngine engine, ForkRequest request, CancellationToken cancellationToken) =>
        engine.ForkAsync(request, cancellationToken);
}
