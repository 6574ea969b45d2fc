using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow rollback</c>: takes a run back to an earlier place, undoing what was done since where that is wished.</summary>
internal sealed class WorkflowRollbackCommand : OneRunCommand
{
    private readonly Option<string> _to = new("--to")
    {
        Description = "The place: the name of a checkpoint, or the number of an event.",
        HelpName = "PLACE",
        Required = true,
    };

    private readonly Option<bool> _compensate = new("--compensate")
    {
        Description = "Undo first what completed after the place and names how to undo it, the last first. Then the run is paused.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only show what would be undone, in that order, and what would run again." };

    public WorkflowRollbackCommand(CommandContext context)
        : base(context, "rollback", "Take a run back to an earlier place. What came later stays in the history and counts no more.",
            new("ax workflow rollback latest --to level-1 --dry-run", "See what going back would undo"),
            new("ax workflow rollback latest --to level-1 --compensate", "Undo it and pause; 'ax workflow resume' then goes on from there"),
            new("ax workflow rollback latest --to 12", "Go back to event 12 without undoing anything, and go on at once"))
    {
        Add(_to);
        Add(_compensate);
        Add(_dryRun);
        Remarks =
        [
            "Without --compensate nothing is undone and the run goes on at once, as with 'ax workflow resume --from'. With it the run rests when all is undone, "
            + "so that you can look; it goes back when it is resumed.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var place = await RunPlace.FindAsync(host.Engine.Reader, row, call.Get(_to)!, cancellationToken);
        if (call.Get(_dryRun))
            return await PreviewAsync(call, host, row, place, cancellationToken);
        if (!call.Get(_compensate))
        {
            var handle = await host.Engine.ResumeAsync(
                row.Run, place.Checkpoint ?? place.Seq.ToString(CultureInfo.InvariantCulture), cancellationToken: cancellationToken);
            return await new RunSession(call, host).AttendAsync(handle, row.LastSeq);
        }

        var body = new JsonObject { ["seq"] = place.Seq, ["checkpoint"] = place.Checkpoint };
        var code = await new SignalSending(call, host).SendAsync(
            row, RunSignals.Rollback, body, now => $"Run {now.Run} is {Words.Name(now.Status)}. It goes back to {place.Text} with: ax workflow resume {now.Run}", null, cancellationToken);
        // That it rests is what was asked for.
        return code == ExitCodes.Paused && (await host.Store.FindRunAsync(row.Run, CancellationToken.None))?.Status == RunStatus.Paused
            ? ExitCodes.Success
            : code;
    }

    private static async Task<int> PreviewAsync(Invocation call, AxleHost host, RunRow row, RunPlace place, CancellationToken cancellationToken)
    {
        var now = await host.Engine.Reader.StateAsync(row.Run, null, cancellationToken);
        var then = await host.Engine.Reader.StateAsync(row.Run, place.Seq, cancellationToken);
        var undone = now.UndoneByRollback(place.Seq);
        var ended = then.Records.Where(static s => s.EndedAt is not null).Select(static s => s.Path).ToHashSet(StringComparer.Ordinal);
        string[] again = [.. now.Records.Where(s => s.EndedAt is not null && !ended.Contains(s.Path)).Select(static s => s.Path)];
        if (call.Json)
        {
            call.WriteDocument(
                new RollbackDocument(row.Run.Value, place.Seq, place.Checkpoint, [.. undone.Select(static s => s.Path)], [.. again]),
                CliJson.Context.RollbackDocument);
            return ExitCodes.Success;
        }

        call.Say($"Run {row.Run} would go back to {place.Text}.");
        call.Say(undone.IsEmpty ? "Nothing that completed since names how to undo it." : "With --compensate these would be undone, in this order:");
        foreach (var step in undone)
            call.Say($"  {step.Path}  {step.Does}");
        call.Say(again.Length == 0 ? "No step would run again." : $"These would run again: {string.Join(", ", again)}");
        return ExitCodes.Success;
    }
}
