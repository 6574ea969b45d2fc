using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Output.Progress;

/// <summary>Events of a run as a whole in a line for people.</summary>
internal static class RunEventText
{
    public static string Tell(RunEvent happened) => happened switch
    {
        RunStarted e => $"run started: {e.Workflow}{(e.Version is null ? "" : $" {e.Version}")} by {e.By}",
        RunQueued e => $"run waits for room in its group: {e.Begin.Workflow} by {e.Begin.By}",
        RunPaused e => $"run paused by {e.By}{Because(e.Reason)}",
        RunResumed e => $"run resumed by {e.By}",
        RunRecovered e => $"run taken over by {e.By}; attempts in flight are made again",
        RunRolledBack e => $"run taken back to {(e.Checkpoint is null ? "" : $"'{e.Checkpoint}', ")}event {e.ToSeq}, by {e.By}",
        RunCompleted => "run completed",
        RunFailed e => $"run failed: {e.Error.Message}",
        RunCancelled e => $"run cancelled by {e.By}{Because(e.Reason)}",
        RunForked { Seq: 0 } e => $"run does anew what {e.Parent} did, with what is the same taken over; by {e.By}",
        RunForked e => $"run goes its own way from event {e.Seq} of {e.Parent}, by {e.By}",
        RunMigrated e => $"run goes on under definition {e.Definition[..Math.Min(12, e.Definition.Length)]}, by {e.By}",
        RunEdited e => $"{(e.Inputs is null ? "variables" : e.Variables is null ? "inputs" : "inputs and variables")} changed by {e.By}",
        CheckpointCreated e => $"checkpoint '{e.Name}' by {e.By}",
        SignalReceived e => $"signal {e.Name} came from {e.By}",
        SignalIgnored e => $"signal {e.Name} of {e.By} was ignored: {e.Reason}",
        CompensationStarted e => $"{e.Path ?? "run"}: what was done is being undone{Because(e.Error?.Message ?? e.Reason)}",
        CompensationEnded { Failed.IsEmpty: true } e => $"{e.Path ?? "run"}: all is undone",
        CompensationEnded e => $"{e.Path ?? "run"}: undone, but for {string.Join(", ", e.Failed)}",
        BudgetSpent e => $"the budget is spent: {e.Limit}",
        BudgetChanged e => $"the run may spend {Budget(e)}, says {e.By}",
        DeadLetterDiscarded e => $"discarded by {e.By}{Because(e.Reason)}",
        ForkPromoted e => $"run {e.Fork} takes this one's place, says {e.By}",
        _ => RunEventJson.NameOf(happened),
    };

    private static string Budget(BudgetChanged e) =>
        string.Join(", ", new[] { Part(e.Usd, "USD"), Part(e.Tokens, "tokens"), Part(e.Calls, "calls") }.OfType<string>()) is { Length: > 0 } text ? text : "anything";

    private static string? Part<T>(T? limit, string unit)
        where T : struct, IFormattable => limit is { } value ? $"{value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)} {unit}" : null;

    private static string Because(string? reason) => reason is null ? "" : $": {reason}";
}
