using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about effects that must happen at most once: when their outcome is unknown, and what a person's word means.</summary>
internal static class ResolutionDecider
{
    /// <summary>
    /// Whether an error leaves open if the effect happened. A refusal, a wrong input or a limit says that it did not; a tool that reports failure says
    /// so too.
    /// </summary>
    public static bool IsOpen(ErrorKind kind) => kind is
        ErrorKind.Unknown or ErrorKind.Timeout or ErrorKind.Network or ErrorKind.Overloaded or ErrorKind.MalformedAnswer or ErrorKind.Cancelled
        or ErrorKind.Internal;

    /// <summary>A person says what became of it.</summary>
    /// <returns>Why the word cannot be taken; null when it was.</returns>
    public static string? Resolve(Decision decision, RunSignal signal)
    {
        var body = signal.Body.Value;
        var path = JsonObjects.Text(body, "path");
        if (path is null || decision.State.FindStep(path) is not { Status: StepStatus.Unresolved } step)
            return $"no outcome is unknown at '{path}'";
        switch (JsonObjects.Text(body, "outcome"))
        {
            case "completed":
                var output = JsonObjects.Member(body, "output") is { } given ? Payload.From(given) : Payload.Null;
                StepDecider.Succeed(decision, step, step.Attempt, output, [new StepDecision("resolved", $"{signal.By} says that it took effect.")]);
                return null;
            case "failed":
                var error = new AxleError(ErrorKind.Failed, $"{signal.By} says that it did not take effect.");
                decision.Emit(new StepAttemptFailed(step.Path, step.Attempt, error, null));
                return null;
            case "retry":
                decision.Emit(new StepAttemptFailed(
                    step.Path, step.Attempt, new AxleError(ErrorKind.Unknown, $"{signal.By} says that it did not take effect, and has it made again."), decision.Now));
                return null;
            default:
                return "'outcome' must be 'completed', 'failed' or 'retry'";
        }
    }
}
