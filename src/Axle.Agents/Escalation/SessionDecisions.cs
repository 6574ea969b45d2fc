using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Agents.Escalation;

/// <summary>What the history says of a session's way to a person and back.</summary>
internal static class SessionDecisions
{
    /// <summary>It was handed to a person.</summary>
    public static StepDecision Opened(SessionState state) => new(
        "session-escalated",
        $"Session '{state.Session}' was handed to a person ({state.Reason}): {state.Why}",
        JsonSerializer.SerializeToElement(
            new { session = state.Session, reason = state.Reason, failures = state.Failures, openedBy = new { run = state.Run, step = state.Step } }));

    /// <summary>A person has answered.</summary>
    public static StepDecision Answered(string session, PersonsAnswer answer) => answer.GoesOn
        ? new StepDecision(
            "session-resumed",
            $"{answer.By} let session '{session}' go on, on probation{(answer.Guidance is null ? "" : ", with guidance")}{(answer.Output is null ? "" : ", and its answer out")}.",
            JsonSerializer.SerializeToElement(new { session, by = answer.By, guided = answer.Guidance is not null, comment = answer.Comment }))
        : new StepDecision(
            "session-ended", $"Session '{session}' was ended: {answer.Comment}", JsonSerializer.SerializeToElement(new { session, comment = answer.Comment }));

    /// <summary>Its probation is over.</summary>
    public static StepDecision Closed(string session) =>
        new("session-closed", $"Session '{session}' does well again: its probation is over.", JsonSerializer.SerializeToElement(new { session }));
}
