using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What waits and signals do to a run's state.</summary>
internal static class WaitFold
{
    public static bool TryApply(RunState state, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case StepWaiting waiting:
                Begin(state, state.Step(waiting.Path), waiting.Attempt, new StepWait(waiting.Until, waiting.Signal, null), recorded.At);
                break;
            case ApprovalRequested requested:
                Ask(state, state.Step(requested.Path), requested, recorded.At);
                break;
            case ApprovalEscalated escalated:
                var asked = state.Step(escalated.Path);
                asked.Wait = asked.Wait! with { Escalations = asked.Wait.Escalations[1..] };
                state.Changed(asked);
                break;
            case SignalReceived received:
                Receive(state, received);
                break;
            case SignalIgnored:
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>A signal comes, and waits for the step that takes it.</summary>
    public static void Receive(RunState state, SignalReceived received)
    {
        state.Mailbox.Put(received);
        if (state.Mailbox.First(received.Name) is { } first)
            state.Undecided.Enqueue(first);
    }

    /// <summary>A step takes a signal; when there are more of both, the next step takes the next.</summary>
    public static void Take(RunState state, StepState step, string name, string id)
    {
        state.Mailbox.Take(name, id);
        state.Unwait(step);
        if (state.Mailbox.HasMatch(name))
            state.Undecided.Enqueue(state.Mailbox.First(name)!);
    }

    private static void Begin(RunState state, StepState step, int attempt, StepWait wait, DateTimeOffset at)
    {
        state.Unwait(step);
        // A loop between two rounds waits within the same attempt.
        if (step.Attempt != attempt || step.Status != StepStatus.Running)
            step.AttemptOfAction++;
        step.Attempt = attempt;
        step.Status = StepStatus.Waiting;
        step.RetryAt = null;
        step.Wait = wait;
        StepFold.MarkBegun(step, at);
        if (wait.Signal is { } name)
        {
            state.Mailbox.Await(name, step);
            if (state.Mailbox.HasMatch(name))
                state.Undecided.Enqueue(step);
        }

        state.Changed(step);
    }

    private static void Ask(RunState state, StepState step, ApprovalRequested requested, DateTimeOffset at)
    {
        var escalations = step.Action is ApprovalAction approval ? approval.Escalation.OrderBy(static e => e.After).ToArray() : [];
        step.Input = requested.Question;
        Begin(state, step, requested.Attempt, new StepWait(requested.Until, null, requested.Question) { AskedAt = at, Escalations = escalations }, at);
        state.Questions++;
    }
}
