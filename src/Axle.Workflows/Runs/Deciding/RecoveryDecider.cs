using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides how a run goes on: after a crash, a pause or a failure.</summary>
internal static class RecoveryDecider
{
    public static void Recover(Decision decision, string by)
    {
        if (decision.State.Status is RunStatus.Executing or RunStatus.Compensating)
            decision.Emit(new RunRecovered(by));
        Orphaned(decision);
    }

    public static void Resume(Decision decision, ResumeRun resume)
    {
        var state = decision.State;
        if (resume.Edits is { } edits)
            RunDecider.Edit(decision, edits, resume.By);
        if (state.Status is not (RunStatus.Paused or RunStatus.Failed))
            return;
        decision.Emit(new RunResumed(resume.By));
        if (resume.IsOrphaned)
            Orphaned(decision);
    }

    /// <summary>A rollback may lead between a <c>return</c> or <c>fail</c> and the end of its workflow: that is decided again.</summary>
    public static void Settle(Decision decision)
    {
        var state = decision.State;
        foreach (var step in RunState.Walk(state.Root!).Where(static s => s.Definition.Action is ReturnAction or FailAction).ToArray())
        {
            if (state.Status != RunStatus.Executing || step.Scope.Frame.Owner is { Status: not StepStatus.Running })
                continue;
            if (step is { Definition.Action: ReturnAction, Status: StepStatus.Completed })
                RunDecider.Leave(decision, step, step.Output!);
            else if (step is { Definition.Action: FailAction, Status: StepStatus.Failed })
                RunDecider.Leave(decision, step, step.Error!);
        }
    }

    /// <summary>
    /// Nobody waits for the attempts in flight any more. They are made again, but for those whose effect must happen at most once: whether it
    /// happened, a person has to say.
    /// </summary>
    public static void Orphaned(Decision decision)
    {
        var state = decision.State;
        if (state.InFlight == 0 || state.Status.IsEnded())
            return;
        var unknown = RunState.Walk(state.Root!).Where(static s => s.IsInFlight && s.Definition.Effect == StepEffect.Once).ToArray();
        foreach (var step in unknown)
        {
            decision.Emit(new StepUnresolved(step.Path, step.Attempt, new AxleError(
                ErrorKind.Unknown, "The process that made this attempt is gone. Its effect must happen at most once, and whether it happened is not known.")));
        }
    }
}
