using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows.Forks;

/// <summary><c>ax workflow forks</c>: the runs that were made out of one.</summary>
internal sealed class WorkflowForksCommand(CommandContext context) : OneRunCommand(
    context, "forks", "List the forks and replays of a run, newest first.",
    new("ax workflow forks latest", "Those of the last run"),
    new("ax workflow forks latest --json | jq -r '.runs[].runId'", "Their ids"))
{
    private const int MostForks = 1000;

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var rows = await RunRows.ListAsync(host, new RunQuery([], Parent: row.Run), MostForks, cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(new RunListDocument([.. rows.Select(RunRowPart.Of)], host.Place), CliJson.Context.RunListDocument);
            return ExitCodes.Success;
        }

        if (rows.Count == 0)
            call.Note($"Run {row.Run} has no forks. 'ax workflow fork {row.Run}' makes one.");
        else
            RunTable.Write(call, rows);
        return ExitCodes.Success;
    }
}
