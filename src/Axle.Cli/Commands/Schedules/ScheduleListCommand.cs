using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;

namespace Axle.Cli.Commands.Schedules;

/// <summary><c>ax schedule list</c>.</summary>
internal sealed class ScheduleListCommand(CommandContext context) : ScheduleCommand(
    context, "list", "List the schedules of the workflows in .axle/workflows: when, the next start, the last one, and whether they are paused.",
    new("ax schedule list", "What starts when"),
    new("ax schedule list --workflow nightly.yaml --json | jq '.schedules[].next'", "With a file of another place"))
{
    protected override async Task<int> RunAsync(Invocation call, AxleHost host, ScheduleDesk schedules, CancellationToken cancellationToken)
    {
        var all = await schedules.ListAsync(cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(new ScheduleListDocument([.. all.Select(SchedulePart.Of)]), CliJson.Context.ScheduleListDocument);
            return ExitCodes.Success;
        }

        if (all.Count == 0)
        {
            call.Note("No workflow here has a schedule ('on: { schedule: … }').");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["SCHEDULE", "WHEN", "NEXT", "LAST", "STATE"], all.Select(s => (string[])
        [
            s.Id,
            s.Text,
            s.Next is { } next ? Words.Of(next, call.Outside.Time) : "",
            s.LastStart is { } last ? Words.Of(last, call.Outside.Time) : "",
            s.PausedBy is { } who ? $"paused by {who}" : s.Error ?? "",
        ]));
        return ExitCodes.Success;
    }
}
