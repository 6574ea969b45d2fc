using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow cancel</c>.</summary>
internal sealed class WorkflowCancelCommand(CommandContext context) : ControlCommand(
    context, RunSignals.Cancel, "End a run for good. What it did stays in its history; it can only be resumed from a checkpoint.",
    new("ax workflow cancel latest --reason 'wrong branch'", "End the last run, wherever it is executed"),
    new("ax workflow cancel latest --json", "The same for a script; 'applied' says whether it has taken effect"))
{
    protected override bool Fits(RunStatus status) => !status.IsEnded();

    protected override string Done(RunRow row) => $"Run {row.Run} is cancelled.";
}
