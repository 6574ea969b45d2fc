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
                failing.StartedAt ??= at;
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
        if (step.StartedAt is null)
        {
            step.StartedAt = at;
            step.LimitFrom = at;
        }

        step.AttemptFrom = at;
        step.RetryAt = null;
        state.Changed(step);
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
        step.StartedAt ??= at;
        state.Changed(step);
        state.OpenHandler(step, step.Definition.OnError[handled.Handler]);
    }

    private static void Complete(RunState state, StepState step, StepCompleted completed, DateTimeOffset at)
    {
        step.Output = completed.Output;
        step.Decisions = completed.Decisions;
        step.StartedAt ??= at;
        state.End(step, StepStatus.Completed, at);
    }
}
