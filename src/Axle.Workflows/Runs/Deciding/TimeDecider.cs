using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides what is due because time has passed: next attempts, and time limits of attempts, steps and the run.</summary>
internal static class TimeDecider
{
    public static void Check(Decision decision, double jitter)
    {
        var state = decision.State;
        if (state.Status == RunStatus.Paused)
        {
            foreach (var step in Due(state, s => s.AttemptDueAt <= decision.Now))
                FailLateAttempt(decision, step, jitter);
        }

        if (state.Status != RunStatus.Executing)
            return;
        if (state.Workflow.Timeout is { } limit && decision.Now >= state.LimitFrom + limit)
        {
            decision.Emit(new RunFailed(new AxleError(ErrorKind.Timeout, $"The run took longer than its timeout of {DurationText.Write(limit)}."), []));
            return;
        }

        foreach (var step in Due(state, s => s.DueAt <= decision.Now).Where(static s => s.IsOpen))
            Check(decision, step, jitter);
    }

    private static StepState[] Due(RunState state, Func<StepState, bool> isDue) =>
        [.. state.Timed.Where(isDue).OrderBy(static s => s.Path, StringComparer.Ordinal)];

    private static void Check(Decision decision, StepState step, double jitter)
    {
        if (step.Definition.Timeout is { } whole && decision.Now >= step.LimitFrom + whole)
            RunOut(decision, step, new AxleError(ErrorKind.Timeout, $"The step took longer than its timeout of {DurationText.Write(whole)}."));
        else if (step.Status == StepStatus.Retrying)
            StepDecider.StartAgain(decision, step);
        else if (step.AttemptDueAt <= decision.Now)
            FailLateAttempt(decision, step, jitter);
    }

    private static void FailLateAttempt(Decision decision, StepState step, double jitter)
    {
        var error = new AxleError(ErrorKind.Timeout, $"The attempt took longer than {DurationText.Write(step.Definition.AttemptTimeout!.Value)}.");
        StepDecider.FailAttempt(decision, step, error, jitter);
    }

    private static void RunOut(Decision decision, StepState step, AxleError error)
    {
        if (step.Status == StepStatus.Running)
            decision.Emit(new StepAttemptFailed(step.Path, step.Attempt, error, null));
        StepDecider.GiveUp(decision, step, error);
    }
}
