using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Deciding.Kinds;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about steps with inner steps: what to open next, what a finished list of steps means.</summary>
internal static class ScopeDecider
{
    /// <summary>Goes on with a step of which no inner step needs to be waited for, or some may be opened.</summary>
    public static void GoOn(Decision decision, StepState step)
    {
        switch (step.Action)
        {
            case ParallelAction parallel:
                ParallelDecider.GoOn(decision, step, parallel);
                break;
            case ForEachAction forEach:
                ForEachDecider.GoOn(decision, step, forEach);
                break;
            case LoopAction loop:
                LoopDecider.GoOn(decision, step, loop);
                break;
            case SwitchAction choice when step.Inner!.Opened == 0:
                SwitchDecider.Choose(decision, step, choice);
                break;
            case SagaAction when step.Inner!.Opened == 0:
                decision.Emit(new ScopeOpened(step.Path, ""));
                break;
            case UsesAction uses when step.Inner!.Opened == 0:
                UsesDecider.Open(decision, step, uses);
                break;
        }
    }

    /// <summary>All steps of a list have ended.</summary>
    public static void Close(Decision decision, ScopeState scope)
    {
        var owner = scope.Owner!;
        if (scope.IsClosed || scope.Open > 0)
            return;
        switch (scope.Role)
        {
            case ScopeRole.Handler when owner.Status == StepStatus.Handling && owner.Handler == scope:
                StepDecider.CloseHandler(decision, owner, scope);
                break;
            case ScopeRole.Undo when owner.Undo == scope && scope.Steps[0].Status != StepStatus.Cancelled:
                decision.Emit(new UndoEnded(owner.Path, scope.FirstFailure?.Error));
                break;
            case ScopeRole.Branch or ScopeRole.Item or ScopeRole.Round when IsCurrent(owner, scope):
                CloseOne(decision, owner, scope);
                break;
            case ScopeRole.Turn when IsCurrent(owner, scope):
                TurnDecider.Close(decision, owner, scope);
                break;
            case ScopeRole.Case or ScopeRole.Saga or ScopeRole.Uses when IsCurrent(owner, scope):
                CloseOnly(decision, owner, scope);
                break;
        }
    }

    /// <summary>The error of a list of steps that failed; null when it succeeded.</summary>
    public static AxleError? ErrorOf(ScopeState scope) => scope.FirstFailure is { } failed
        ? failed.Error! with { Message = FailureText.Of(failed), RetryAfter = null }
        : null;

    /// <summary>Step key to output, of every step that has one.</summary>
    public static Payload OutputOf(ScopeState scope) => JsonObjects.Build(scope.Steps
        .Where(static s => s.Output is not null && !s.IsUndone)
        .Select(static s => KeyValuePair.Create(s.Definition.Key, s.Output!)));

    private static bool IsCurrent(StepState owner, ScopeState scope) =>
        owner.Status == StepStatus.Running && owner.Inner?.Find(scope.Name) == scope;

    private static void CloseOne(Decision decision, StepState owner, ScopeState scope)
    {
        var error = ErrorOf(scope);
        try
        {
            decision.Emit(new ScopeClosed(owner.Path, scope.Name, error is null ? OutputOf(scope) : null, error));
        }
        catch (AxleException exception)
        {
            decision.Emit(new ScopeClosed(owner.Path, scope.Name, null, exception.Error));
        }
    }

    private static void CloseOnly(Decision decision, StepState owner, ScopeState scope)
    {
        if (ErrorOf(scope) is { } error)
            CompensationDecider.Fail(decision, owner, error);
        else
            StepDecider.Succeed(decision, owner, () => scope.Role == ScopeRole.Uses ? RunDecider.Outputs(decision, scope) : OutputOf(scope));
    }
}
