namespace Axle.Workflows.Runs;

/// <summary>Derives anew, from the statuses of steps alone, what is to be decided next: after a rollback, a resume or a migration.</summary>
internal static class Recounting
{
    public static void Of(RunState state, ScopeState scope)
    {
        scope.Open = scope.Steps.Count(static s => s.IsOpen);
        scope.ForgetEnded();
        foreach (var step in scope.Steps.Where(static s => s.IsEnded).OrderBy(static s => s.EndedSeq))
            scope.Ended.Add(step);
        foreach (var step in scope.Steps)
            Of(state, scope, step);
        if (scope.Open == 0 && !scope.IsClosed && scope.Owner is not null)
            state.Closable.Enqueue(scope);
    }

    private static void Of(RunState state, ScopeState scope, StepState step)
    {
        step.WaitingFor = 0;
        foreach (var index in scope.Graph.Dependencies(step.Index))
            step.WaitingFor += scope.Steps[index].IsOpen ? 1 : 0;
        switch (step.Status)
        {
            case StepStatus.Pending when step.WaitingFor == 0:
                state.Ready.Enqueue(step);
                break;
            case StepStatus.Pending:
                break;
            case StepStatus.Running when !step.IsInFlight:
            case StepStatus.Retrying:
            case StepStatus.Waiting:
            case StepStatus.Compensating:
                state.Undecided.Enqueue(step);
                break;
        }

        state.Changed(step);
        if (step.IsEnded)
            return;
        foreach (var inner in step.Scopes().Where(static s => !s.IsHeld))
            Of(state, inner);
    }
}
