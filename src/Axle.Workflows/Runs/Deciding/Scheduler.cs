using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>
/// Decides all that follows from the state alone: begins every step that nothing holds back any more, closes what is finished, goes on with steps
/// that have inner steps, undoes, and ends the run when nothing is left. What is due is derived from the state, so it is the same after a crash.
/// </summary>
internal static class Scheduler
{
    public static void Advance(Decision decision)
    {
        var state = decision.State;
        while (state.Status is RunStatus.Executing or RunStatus.Compensating && !decision.IsFull)
        {
            if (state.Ready.TryDequeue(out var step))
            {
                if (step.Status == StepStatus.Pending)
                    Begin(decision, step);
            }
            else if (state.Closable.TryDequeue(out var scope))
            {
                ScopeDecider.Close(decision, scope);
            }
            else if (state.Undecided.TryDequeue(out var undecided))
            {
                GoOn(decision, undecided);
            }
            else if (state.Compensation is { } compensation)
            {
                if (compensation.Current is not null)
                    return;
                CompensationDecider.GoOn(decision, compensation);
            }
            else if (state.Root!.Open == 0)
            {
                RunDecider.End(decision);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>
    /// Whether there may be something to decide that nobody has to report first: the decision before was full. Nobody else wakes the run for it.
    /// </summary>
    public static bool HasMore(RunState state) => state.Status is RunStatus.Executing or RunStatus.Compensating
        && (state.Ready.Count > 0 || state.Closable.Count > 0 || state.Undecided.Count > 0
            || (state.Compensation is { } undoing ? undoing.Current is null : state.Root!.Open == 0));

    /// <summary>Decides about a step whose inner steps, time or place in a mailbox changed.</summary>
    private static void GoOn(Decision decision, StepState step)
    {
        try
        {
            switch (step.Status)
            {
                case StepStatus.Running when !step.IsInFlight:
                    ScopeDecider.GoOn(decision, step);
                    break;
                case StepStatus.Retrying when step.RetryAt is null:
                    StepDecider.GiveUp(decision, step, step.Error!);
                    break;
                case StepStatus.Retrying when step.RetryAt <= decision.Now:
                    StepDecider.StartAgain(decision, step);
                    break;
                case StepStatus.Waiting:
                    WaitDecider.GoOn(decision, step);
                    break;
                case StepStatus.Compensating:
                    CompensationDecider.GoOn(decision, step);
                    break;
            }
        }
        catch (Exception exception) when (exception is ExpressionException or AxleException)
        {
            StepDecider.FailAttempt(decision, step, Uncomputable(step, exception), 0.5);
        }
    }

    private static void Begin(Decision decision, StepState step)
    {
        try
        {
            if (MayRun(decision, step) && BudgetDecider.MayStart(decision, step))
                Perform(decision, step);
        }
        catch (Exception exception) when (exception is ExpressionException or AxleException)
        {
            StepDecider.GiveUp(decision, step, Uncomputable(step, exception));
        }
    }

    private static bool MayRun(Decision decision, StepState step)
    {
        var when = step.Definition.When;
        var blocking = RunScope.FirstBlocking(step);
        if (blocking is not null && when is not { UsesStatusFunction: true })
        {
            decision.Emit(new StepSkipped(step.Path, $"step '{blocking.Definition.Key}' did not succeed", Blocked: true));
            return false;
        }

        if (when is null || when.Evaluate(RunScope.For(decision, step)).IsTruthy)
            return true;
        decision.Emit(new StepSkipped(step.Path, $"its condition is false: {when.Text}", Blocked: blocking is not null));
        return false;
    }

    private static void Perform(Decision decision, StepState step)
    {
        switch (step.Definition.Action)
        {
            case SetAction set:
                var values = Payload.From(set.Values.Evaluate(RunScope.For(decision, step)));
                decision.Emit(new VariablesSet(step.Path, values));
                StepDecider.Succeed(decision, step, 0, values, []);
                break;
            case FailAction fail:
                var error = new AxleError(ErrorKind.Failed, RunScope.For(decision, step).Text(fail.Message));
                decision.Emit(new StepFailed(step.Path, error, Continued: false));
                RunDecider.Leave(decision, step, error);
                break;
            case ReturnAction @return:
                var result = Payload.From(@return.Value.Evaluate(RunScope.For(decision, step)));
                decision.Emit(new StepCompleted(step.Path, 0, result, []));
                RunDecider.Leave(decision, step, result);
                break;
            default:
                StepDecider.Start(decision, step);
                break;
        }
    }

    private static AxleError Uncomputable(StepState step, Exception exception) =>
        new(ErrorKind.Validation, $"An expression of step '{step.Path}' cannot be computed: {exception.Message}");
}
