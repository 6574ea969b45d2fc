using Axle.Client.Runs;
using Axle.Workflows.Ports;
using RunStatus = Axle.Workflows.Runs.RunStatus;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow pause</c>.</summary>
internal sealed class WorkflowPauseCommand(CommandContext context) : ControlCommand(
    context, RunSignals.Pause, "Pause a run: steps in flight end, and nothing new starts until it is resumed.",
    new("ax workflow pause latest --reason 'the database is being moved'", "Pause the last run, wherever it is executed"),
    new("ax workflow pause latest --json", "The same for a script; 'applied' says whether it has taken effect"))
{
    protected override bool Fits(RunStatus status) => status == RunStatus.Executing;

    protected override string Done(string run, RunStatus status, string where) => $"Run {run} is paused. Go on with: ax workflow resume {run}{where}";

    protected override Task<RunAnswer> AskAsync(Invocation call, RunClient runs, string run, string? reason, CancellationToken cancellationToken) =>
        runs.PauseAsync(run, reason, cancellationToken);
}
