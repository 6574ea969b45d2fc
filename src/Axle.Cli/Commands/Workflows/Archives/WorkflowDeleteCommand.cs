using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Workflows.Archives;

/// <summary><c>ax workflow delete</c>: removes a run for good.</summary>
internal sealed class WorkflowDeleteCommand(CommandContext context) : OneRunCommand(
    context, "delete", "Remove a run that has ended, with its history, for good.",
    new("ax workflow delete run-1", "This run"),
    new("ax workflow delete run-1 --json", "The same for a script"))
{
    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        if (!row.Status.IsEnded())
            throw new AxleException(ErrorKind.Validation, $"Run {row.Run} is {Words.Name(row.Status)}. End it first: ax workflow cancel {row.Run}");
        await host.Store.DeleteRunAsync(row.Run, cancellationToken);
        if (call.Json)
            call.WriteDocument(new RemovalDocument(false, [row.Run.Value]), CliJson.Context.RemovalDocument);
        else
            call.Say($"Run {row.Run} is removed.");
        return ExitCodes.Success;
    }
}
