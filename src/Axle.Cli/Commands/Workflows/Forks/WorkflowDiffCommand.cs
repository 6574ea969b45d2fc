using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Comparison;

namespace Axle.Cli.Commands.Workflows.Forks;

/// <summary><c>ax workflow diff</c>: how two runs differ.</summary>
internal sealed class WorkflowDiffCommand : OneRunCommand
{
    private readonly Argument<string> _other = new("OTHER") { Description = "The run to compare it with." };

    public WorkflowDiffCommand(CommandContext context)
        : base(context, "diff", "Compare two runs: inputs, variables, outputs, and every step field by field.",
            new("ax workflow diff run-a run-b", "What run-b did differently"),
            new("ax workflow diff run-a run-b --json | jq '.steps[] | {path, kind}'", "Which steps differ"))
    {
        Add(_other);
        WorksOnRunAtServer(async (call, server, run, stop) =>
        {
            var other = await server.FindRunAsync(call.Require(_other), stop);
            return Show(call, ServedDifference.Of(await server.Client.Runs.DiffAsync(run.Id, other.Id, stop)));
        });
        Remarks = ["The exit code is 0 when they did the same, and 1 when they did not. How long things took does not count."];
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var other = await RunReference.FindAsync(host.Store, call.Require(_other), cancellationToken);
        return Show(call, RunComparison.Compare(
            ComparedRun.Of(await host.Engine.Reader.StateAsync(row.Run, null, cancellationToken)),
            ComparedRun.Of(await host.Engine.Reader.StateAsync(other.Run, null, cancellationToken))));
    }

    private static int Show(Invocation call, RunDifference difference)
    {
        if (call.Json)
            call.WriteDocument(DifferenceDocument.Of(difference), CliJson.Context.DifferenceDocument);
        else
            ComparisonText.Write(call.Outside.Output, difference, call.Outside.Width);
        return difference.IsSame ? ExitCodes.Success : ExitCodes.Failed;
    }
}
