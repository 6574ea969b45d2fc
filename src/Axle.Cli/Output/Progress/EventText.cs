using System.Collections.Immutable;
using Axle.Cli.Output.Steps;
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
    /// <param name="clock">Whose time zone is shown.</param>
    public static string Line(RunEvent happened, Func<string, StepRecord?> find, TimeProvider clock) =>
        Words.OneLine(Tell(happened, find, clock), LongestText);

    /// <summary>What was decided on the way to it, each with its step's path.</summary>
    public static IEnumerable<(string Path, string Text)> Decisions(RunEvent happened) => happened switch
    {
        StepCompleted e => Tell(e.Path, e.Decisions),
        StepTurned e => Tell(e.Path, e.Decisions),
        StepAttemptFailed { Decisions: { } decisions } e => Tell(e.Path, [.. decisions]),
        _ => [],
    };

    private static IEnumerable<(string Path, string Text)> Tell(string path, ImmutableArray<StepDecision> decisions) =>
        decisions.Select(decision => (path, Words.OneLine($"{decision.Summary} [{decision.Kind}]", LongestText)));

    private static string Tell(RunEvent happened, Func<string, StepRecord?> find, TimeProvider clock) => happened switch
    {
        StepStarted e when find(e.Path) is { Turns.Length: > 0 } step => $"{e.Path}: goes on, turn {step.Turns.Length + 1}",
        StepStarted e => $"{e.Path}: started{(find(e.Path) is { } step ? $", {step.Does}" : "")}{(e.Attempt > 1 ? $" (attempt {e.Attempt})" : "")}",
        StepAttemptFailed e => $"{e.Path}: attempt {e.Attempt} failed ({e.Error.Kind.ToName()}): {e.Error.Message}{(e.RetryAt is { } at ? $" Next attempt at {at:HH:mm:ss} UTC." : "")}",
        StepFellBack e => $"{e.Path}: goes on with {e.To}, because: {e.Because.Message}",
        StepHandled e => $"{e.Path}: error handler {e.Handler + 1} runs for: {e.Error.Message}",
        StepCompleted e => $"{e.Path}: completed{TimeOf(find(e.Path))}",
        StepTurned e => $"{e.Path}: turn {e.Turn + 1}{(e.Workflow is null ? " goes on" : " asks for steps")}",
        StepFailed e => $"{e.Path}: failed ({e.Error.Kind.ToName()}){(e.Continued ? ", and the run goes on" : "")}: {e.Error.Message}",
        StepSkipped e => $"{e.Path}: skipped: {e.Reason}",
        StepUnresolved e => $"{e.Path}: whether attempt {e.Attempt} took effect is not known: {e.Error.Message}",
        StepWaiting e => $"{e.Path}: waits {WaitText(e, clock)}",
        ApprovalRequested e => $"{e.Path}: waits for {StepText.Approval(e.Question)}{(e.Until is { } end ? $", at most until {Words.Of(end, clock)}" : "")}",
        ApprovalEscalated e => $"{e.Path}: nobody has answered; more people are asked (escalation {e.Escalation + 1})",
        ScopeOpened e => $"{ListOf(e.Path, e.Scope)}: begins",
        ScopeClosed { Error: { } error } e => $"{ListOf(e.Path, e.Scope)}: failed: {error.Message}",
        ScopeClosed e => $"{ListOf(e.Path, e.Scope)}: done",
        UndoStarted e => $"{e.Path}: is being undone",
        UndoEnded { Error: { } error } e => $"{e.Path}: could not be undone: {error.Message}",
        UndoEnded e => $"{e.Path}: undone",
        VariablesSet e => $"{e.Path}: set {string.Join(", ", e.Values.Value.EnumerateObject().Select(static v => v.Name))}",
        StepInputEdited e => $"{e.Path}: its input was changed by {e.By}",
        _ => RunEventText.Tell(happened),
    };

    private static string WaitText(StepWaiting e, TimeProvider clock) => e switch
    {
        { Signal: { } signal, Until: { } until } => $"for signal {signal}, at most until {Words.Of(until, clock)}",
        { Signal: { } signal } => $"for signal {signal}",
        { Until: { } until } => $"until {Words.Of(until, clock)}",
        _ => "",
    };

    private static string ListOf(string path, string scope) => scope.Length == 0 ? path : $"{path}[{scope}]";

    private static string TimeOf(StepRecord? step) =>
        step is { StartedAt: { } start, EndedAt: { } end } ? $" in {Words.Of(end - start)}" : "";
}
