using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Output.Progress;

/// <summary>Events in a line for people.</summary>
internal static class EventText
{
    private const int LongestText = 400;

    /// <summary>The lines of an event: the first says what happened, the others what was decided.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="does">Says what a step does, by its path.</param>
    public static IEnumerable<string> Of(RunEvent happened, Func<string, string> does)
    {
        var text = Line(happened, does);
        yield return Words.OneLine(text, LongestText);
        if (happened is not StepCompleted completed)
            yield break;
        foreach (var decision in completed.Decisions)
            yield return Words.OneLine($"  {completed.Path}: {decision.Summary} [{decision.Kind}]", LongestText);
    }

    private static string Line(RunEvent happened, Func<string, string> does) => happened switch
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
        StepStarted e => $"{e.Path}: started, {does(e.Path)}{(e.Attempt > 1 ? $" (attempt {e.Attempt})" : "")}",
        StepAttemptFailed e => $"{e.Path}: attempt {e.Attempt} failed ({e.Error.Kind.ToName()}): {e.Error.Message}{(e.RetryAt is { } at ? $" Next attempt at {at:HH:mm:ss} UTC." : "")}",
        StepFellBack e => $"{e.Path}: goes on with {e.To}, because: {e.Because.Message}",
        StepHandled e => $"{e.Path}: error handler {e.Handler + 1} runs for: {e.Error.Message}",
        StepCompleted e => $"{e.Path}: completed",
        StepFailed e => $"{e.Path}: failed ({e.Error.Kind.ToName()}){(e.Continued ? ", and the run goes on" : "")}: {e.Error.Message}",
        StepSkipped e => $"{e.Path}: skipped: {e.Reason}",
        _ => RunEventJson.NameOf(happened),
    };

    private static string Because(string? reason) => reason is null ? "" : $": {reason}";
}
