using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows.Forks;

/// <summary><c>ax workflow promote</c>: a fork takes the place of the run it was made of.</summary>
internal sealed class WorkflowPromoteCommand : OneRunCommand
{
    public WorkflowPromoteCommand(CommandContext context)
        : base(context, "promote", "Choose a fork: the run that it was made of ends, if it has not, and its history names the fork.",
            new("ax workflow promote latest", "The last run takes the place of the one it was made of"),
            new("ax workflow promote latest --json", "The same for a script")) =>
        WorksOnRunAtServer(static async (call, server, run, stop) =>
        {
            var answer = await server.Client.Runs.PromoteAsync(run.Id, stop);
            return new ServedRuns(call, server).Tell(answer, RunSignals.Promote, Done(run.Id, answer.Run.Id));
        });

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var parent = row.Parent ?? throw new AxleException(ErrorKind.Validation, $"Run {row.Run} is no fork, so there is nothing that it could take the place of.");
        var other = await host.Store.FindRunAsync(parent, cancellationToken)
            ?? throw new AxleException(ErrorKind.NotFound, $"Run {parent}, which {row.Run} was made of, is not there any more.");
        return await new SignalSending(call, host).SendAsync(
            other, RunSignals.Promote, new JsonObject { ["fork"] = row.Run.Value }, _ => Done(row.Run.Value, parent.Value), null, cancellationToken);
    }

    private static string Done(string fork, string parent) => $"Run {fork} takes the place of {parent}.";
}
