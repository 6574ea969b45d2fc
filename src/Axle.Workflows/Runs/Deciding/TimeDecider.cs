using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides what is due because time has passed: next attempts, ends of waits, and time limits of attempts, steps and the run.</summary>
internal static class TimeDecider
{
    public static void Check(Decision decision, double jitter)
    {
        var state = decision.State;
        if (state.Status == RunStatus.Paused && state.InFlight > 0)
        {
            foreach (var step in RunState.Walk(state.Root!).Where(s => s.AttemptDueAt <= decision.Now).ToArray())
                FailLateAttempt(decision, step, jitter);
        }

        if (state.Status is not (RunStatus.Executing or RunStatus.Compensating))
            return;
        if (state.Status == RunStatus.Executing && state.Workflow.Timeout is { } limit && decision.Now >= state.LimitFrom + limit)
        {
            RunDecider.Fail(decision, new AxleError(ErrorKind.Timeout, $"The run took longer than its timeout of {DurationText.Write(limit)}."));
            return;
        }

        foreach (var step in state.Due.Take(decision.Now).ToArray())
        {
            // One of them may have ended the run, or paused it for its budget: then what is left waits for its resumption.
            if (step.IsOpen && step.DueAt <= decision.Now && state.Status is RunStatus.Executing or RunStatus.Compensating)
                Check(decision, step, jitter);
        }
    }

    /// <summary>
    /// A worker begins with an attempt: only now its time runs. The history does not tell, as the time begins anew after a crash anyway.
    /// </summary>
    public static void TakeUp(Decision decision, TakeUpStep takeUp)
    {
        if (decision.State.FindStep(takeUp.Path) is not { IsInFlight: true } step || step.Attempt != takeUp.Attempt)
            return;
        step.AttemptFrom = decision.Now;
        decision.State.Changed(step);
    }

    private static void Check(Decision decision, StepState step, double jitter)
    {
        if (step.Definition.Timeout is { } whole && decision.Now >= step.LimitFrom + whole)
            RunOut(decision, step, new AxleError(ErrorKind.Timeout, $"The step took longer than its timeout of {DurationText.Write(whole)}."));
        else if (step.Status == StepStatus.Retrying)
            StepDecider.StartAgain(decision, step);
        else if (step.Status == StepStatus.Waiting && step.Action is ApprovalAction approval)
            ApprovalDecider.Check(decision, step, approval);
        else if (step.Status == StepStatus.Waiting)
            WaitDecider.GoOn(decision, step);
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
        if (step.Status == StepStatus.Retrying)
            StepDecider.GiveUp(decision, step, error);
        else if (step.Action.IsWork)
            StepDecider.FailAttempt(decision, step, error, 0.5);
        else
            CompensationDecider.Fail(decision, step, error);
    }
}
