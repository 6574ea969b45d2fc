using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows.Forks;

/// <summary><c>ax workflow forks</c>: the runs that were made out of one.</summary>
internal sealed class WorkflowForksCommand : OneRunCommand
{
    private const int MostForks = 1000;

    public WorkflowForksCommand(CommandContext context)
        : base(context, "forks", "List the forks and replays of a run, newest first.",
            new("ax workflow forks latest", "Those of the last run"),
            new("ax workflow forks latest --json | jq -r '.runs[].runId'", "Their ids")) =>
        WorksOnRunAtServer(static async (call, server, run, stop) =>
        {
            var forks = await server.Client.Runs.ForksAsync(run.Id, stop);
            if (call.Json)
                call.WriteDocument(new RunListDocument([.. forks.Select(RunRowPart.Of)], server.Url.ToString()), CliJson.Context.RunListDocument);
            else if (forks.Count == 0)
                call.Note($"Run {run.Id} has no forks. 'ax workflow fork {run.Id} --server {server.Url}' makes one.");
            else
                RunTable.Write(call, forks);
            return ExitCodes.Success;
        });

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
