using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Workflows.Forks;

/// <summary><c>ax workflow discard</c>: a fork is thrown away.</summary>
internal sealed class WorkflowDiscardCommand : OneRunCommand
{
    public WorkflowDiscardCommand(CommandContext context)
        : base(context, "discard", "Throw a fork away: it is ended, if it has not, and removed with its history.",
            new("ax workflow discard latest", "The last run, which was made of another"),
            new("ax workflow discard latest --json", "The same for a script"))
    {
        WorksOnRunAtServer(static async (call, server, run, stop) =>
        {
            await server.Client.Runs.DiscardAsync(run.Id, stop);
            return Tell(call, run.Id, run.ForkOf);
        });
        Remarks = ["Nothing is undone, as what was done before the fork belongs to the other run. Runs that are no forks are removed with 'ax workflow delete'."];
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        if (row.Parent is null)
            throw new AxleException(ErrorKind.Validation, $"Run {row.Run} is no fork. 'ax workflow delete {row.Run}' removes a run that has ended.");
        if (!row.Status.IsEnded())
        {
            var cancel = new JsonObject { ["compensate"] = false, ["reason"] = "the fork was discarded" };
            var (now, _) = await new SignalSending(call, host).SendAsync(row, RunSignals.Cancel, cancel, null, cancellationToken);
            if (!now.Status.IsEnded())
                throw new RunHeldException(row.Run, "the process that executes it");
        }

        await host.Store.DeleteRunAsync(row.Run, cancellationToken);
        return Tell(call, row.Run.Value, row.Parent?.Value);
    }

    private static int Tell(Invocation call, string fork, string? parent)
    {
        if (call.Json)
            call.WriteDocument(new RemovalDocument(false, [fork]), CliJson.Context.RemovalDocument);
        else
            call.Say($"Fork {fork} of {parent} is removed.");
        return ExitCodes.Success;
    }
}
