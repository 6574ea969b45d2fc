using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Output.Progress;

/// <summary>Events in a line for people.</summary>
internal static class EventText
{
    private const int LongestText = 400;

    /// <summary>What happened.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="find">Finds how a step went by its path; null where that is not known.</param>
    public static string Line(RunEvent happened, Func<string, StepRecord?> find) => Words.OneLine(Tell(happened, find), LongestText);

    /// <summary>What was decided on the way to it, each with its step's path.</summary>
    public static IEnumerable<(string Path, string Text)> Decisions(RunEvent happened) => happened is StepCompleted completed
        ? completed.Decisions.Select(decision => (completed.Path, Words.OneLine($"{decision.Summary} [{decision.Kind}]", LongestText)))
        : [];

    private static string Tell(RunEvent happened, Func<string, StepRecord?> find) => happened switch
    {
        RunStarted e => $"run started: {e.Workflow}{(e.Version is null ? "" : $" {e.Version}")} by {e.By}",
        RunPaused e => $"run paused by {e.By}{Because(e.Reason)}",
        RunResumed e => $"run resumed by {e.By}",
        RunRecovered e => $"run taken over by {e.By}; attempts in flight are made again",
        RunRolledBack e => $"run taken back to {(e.Checkpoint is null ? "" : $"'{e.Checkpoint}', ")}event {e.ToSeq}, by {e.By}",
        RunCompleted => "run completed",
        RunFailed e => $"run failed: {e.Error.Message}",
        RunCancelled e => $"run cancelled by {e.By}{Because(e.Reason)}",
        CheckpointCreated e => $"checkpoint '{e.Name}' by {e.By}",
        VariablesSet e => $"{e.Path}: set {string.Join(", ", e.Values.Value.EnumerateObject().Select(static v => v.Name))}",
        StepStarted e => $"{e.Path}: started{(find(e.Path) is { } step ? $", {step.Does}" : "")}{(e.Attempt > 1 ? $" (attempt {e.Attempt})" : "")}",
        StepAttemptFailed e => $"{e.Path}: attempt {e.Attempt} failed ({e.Error.Kind.ToName()}): {e.Error.Message}{(e.RetryAt is { } at ? $" Next attempt at {at:HH:mm:ss} UTC." : "")}",
        StepFellBack e => $"{e.Path}: goes on with {e.To}, because: {e.Because.Message}",
        StepHandled e => $"{e.Path}: error handler {e.Handler + 1} runs for: {e.Error.Message}",
        StepCompleted e => $"{e.Path}: completed{TimeOf(find(e.Path))}",
        StepFailed e => $"{e.Path}: failed ({e.Error.Kind.ToName()}){(e.Continued ? ", and the run goes on" : "")}: {e.Error.Message}",
        StepSkipped e => $"{e.Path}: skipped: {e.Reason}",
        _ => RunEventJson.NameOf(happened),
    };

    private static string TimeOf(StepRecord? step) =>
        step is { StartedAt: { } start, EndedAt: { } end } ? $" in {Words.Of(end - start)}" : "";

    private static string Because(string? reason) => reason is null ? "" : $": {reason}";
}
