using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What the events of single steps do to a run's state.</summary>
internal static class StepFold
{
    public static void Apply(RunState state, RunEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case StepStarted started:
                Start(state, state.Step(started.Path), started, at);
                break;
            case StepAttemptFailed failed:
                FailAttempt(state, state.Step(failed.Path), failed);
                break;
            case StepFellBack fellBack:
                var step = state.Step(fellBack.Path);
                step.Fallback = fellBack.Fallback;
                step.AttemptOfAction = 0;
                step.Input = null;
                step.Status = StepStatus.Retrying;
                step.RetryAt = at;
                MarkBegun(step, at);
                state.Changed(step);
                break;
            case StepHandled handled:
                Handle(state, state.Step(handled.Path), handled, at);
                break;
            case StepCompleted completed:
                Complete(state, state.Step(completed.Path), completed, at);
                break;
            case StepFailed failed:
                var failing = state.Step(failed.Path);
                failing.Error = failed.Error;
                MarkBegun(failing, at);
                state.End(failing, StepStatus.Failed, at);
                break;
            case StepSkipped skipped:
                var passed = state.Step(skipped.Path);
                passed.SkipReason = skipped.Reason;
                passed.Blocked = skipped.Blocked;
                state.End(passed, StepStatus.Skipped, at);
                break;
            default:
                throw new InvalidOperationException($"Event '{RunEventJson.NameOf(happened)}' is not a step's.");
        }
    }

    private static void Start(RunState state, StepState step, StepStarted started, DateTimeOffset at)
    {
        step.Status = StepStatus.Running;
        step.Attempt = started.Attempt;
        step.AttemptOfAction++;
        step.Input = started.Input ?? step.Input;
        MarkBegun(step, at);
        step.AttemptFrom = at;
        step.RetryAt = null;
        state.Changed(step);
        state.NoteStarted(step);
    }

    private static void FailAttempt(RunState state, StepState step, StepAttemptFailed failed)
    {
        step.Error = failed.Error;
        step.Status = StepStatus.Retrying;
        step.RetryAt = failed.RetryAt;
        state.Changed(step);
    }

    private static void Handle(RunState state, StepState step, StepHandled handled, DateTimeOffset at)
    {
        step.Error = handled.Error;
        step.Status = StepStatus.Handling;
        step.RetryAt = null;
        MarkBegun(step, at);
        state.Changed(step);
        state.OpenHandler(step, step.Definition.OnError[handled.Handler]);
    }

    private static void Complete(RunState state, StepState step, StepCompleted completed, DateTimeOffset at)
    {
        step.Output = completed.Output;
        step.Decisions = completed.Decisions;
        MarkBegun(step, at);
        state.End(step, StepStatus.Completed, at);
    }

    private static void MarkBegun(StepState step, DateTimeOffset at)
    {
        if (step.StartedAt is not null)
            return;
        step.StartedAt = at;
        step.LimitFrom = at;
    }
}
