using System.CommandLine;
using System.Text.Json.Nodes;
using Axle.Client.Runs;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using RunStatus = Axle.Workflows.Runs.RunStatus;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow cancel</c>.</summary>
internal sealed class WorkflowCancelCommand : ControlCommand
{
    private readonly Option<bool> _keep = new("--no-compensate") { Description = "Undo nothing. Without it, completed steps that name how to undo them are undone." };

    public WorkflowCancelCommand(CommandContext context)
        : base(context, RunSignals.Cancel, "End a run for good, undoing what can be undone. Its history stays; it can only be resumed from a checkpoint.",
            new("ax workflow cancel latest --reason 'wrong branch'", "End the last run, wherever it is executed"),
            new("ax workflow cancel latest --no-compensate", "End it and leave everything as it is"),
            new("ax workflow cancel latest --json", "The same for a script; 'applied' says whether it has taken effect")) => Add(_keep);

    protected override bool Fits(RunStatus status) => !status.IsEnded();

    protected override string Done(string run, RunStatus status, string where) => status == RunStatus.Cancelled
        ? $"Run {run} is cancelled."
        : $"Run {run} is being cancelled: what it did is undone first. 'ax workflow status {run}{where}' shows how far that is.";

    protected override Task<RunAnswer> AskAsync(Invocation call, RunClient runs, string run, string? reason, CancellationToken cancellationToken) =>
        runs.CancelAsync(run, reason, compensate: !call.Get(_keep), cancellationToken);

    protected override JsonObject Body(Invocation call) => call.Get(_keep) ? new JsonObject { ["compensate"] = false } : [];
}
