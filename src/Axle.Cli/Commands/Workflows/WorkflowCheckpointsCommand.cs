using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Sources;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow checkpoints</c>: the places of a run to come back to, and a new one.</summary>
internal sealed class WorkflowCheckpointsCommand : AxCommand
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<string?> _create = new("--create")
    {
        Description = "Name the place where the run stands now.",
        HelpName = "NAME",
    };

    public WorkflowCheckpointsCommand(CommandContext context)
        : base(context, "checkpoints", "List the checkpoints of a run; there is one after every level of steps, and one can be named by hand.",
            new("ax workflow checkpoints latest", "Places that 'resume --from' can go back to"),
            new("ax workflow checkpoints latest --create before-deploy", "Name the present place"))
    {
        Add(_run);
        Add(_create);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var row = await RunReference.FindAsync(host.RequireStore(), call.Require(_run), cancellationToken);
        var created = call.Get(_create) is { Length: > 0 } name ? await CreateAsync(host, row.Run, name, cancellationToken) : null;
        var checkpoints = await host.Get<RunReader>().CheckpointsAsync(row.Run, cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(new CheckpointListDocument(row.Run.Value, [.. checkpoints], created), CliJson.Context.CheckpointListDocument);
            return ExitCodes.Success;
        }

        if (created is { Applied: false })
            call.Note("The process that executes the run will make the checkpoint in a moment.");
        if (checkpoints.Count == 0)
            call.Note($"Run {row.Run} has no checkpoints yet.");
        else
            Write(call, checkpoints);
        return ExitCodes.Success;
    }

    private static async Task<SignalDocument> CreateAsync(AxleHost host, RunId run, string name, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["name"] = name }.ToJsonString();
        var (row, applied) = await host.Engine.SignalAsync(run, RunSignals.Checkpoint, body, cancellationToken: cancellationToken);
        return new SignalDocument(run.Value, RunSignals.Checkpoint, applied, Words.Name(row.Status));
    }

    private static void Write(Invocation call, IReadOnlyList<RunCheckpoint> checkpoints) => TextTable.Write(
        call.Outside.Output,
        ["EVENT", "NAME", "MADE BY", "AT"],
        checkpoints.Select(c => (string[])
        [
            c.Seq.ToString(CultureInfo.InvariantCulture), c.Name, c.Automatic ? "engine" : "hand", Words.Of(c.At, call.Outside.Time),
        ]));
}
