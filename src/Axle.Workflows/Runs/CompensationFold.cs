using Axle.Workflows.Graph;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What the undoing of steps does to a run's state.</summary>
internal static class CompensationFold
{
    public static bool TryApply(RunState state, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case CompensationStarted started:
                Start(state, started, recorded);
                break;
            case UndoStarted started:
                Open(state, state.Step(started.Path));
                break;
            case UndoEnded ended:
                End(state, state.Step(ended.Path), ended);
                break;
            case CompensationEnded ended when ended.Path is { } path:
                // The step is decided about: it fails.
                state.Step(path).Compensation = null;
                break;
            case CompensationEnded:
                if (state.Compensation?.Started is { Then: CompensationEnd.RolledBack } back)
                    state.RollbackDue = back;
                state.Compensation = null;
                break;
            default:
                return false;
        }

        return true;
    }

    private static void Start(RunState state, CompensationStarted started, RecordedEvent recorded)
    {
        if (started.Path is { } path)
        {
            var step = state.Step(path);
            state.CancelInside(step, recorded);
            state.Unwait(step);
            step.Error = started.Error;
            step.Status = StepStatus.Compensating;
            step.Compensation = new Compensation(started, step, [.. state.Undoable.Where(s => s.IsWithin(step))]);
            state.Undecided.Enqueue(step);
            state.Changed(step);
            return;
        }

        state.DeadEnds.Note(recorded);
        RunFold.StopOpenSteps(state, recorded);
        state.Error = started.Then == CompensationEnd.Failed ? started.Error : null;
        state.Status = RunLifecycle.Move(state.Status, RunStatus.Compensating);
        state.EndedAt = null;
        state.Compensation = new Compensation(started, null, [.. state.Undoable]);
    }

    private static void Open(RunState state, StepState step)
    {
        if (Of(state, step) is { } compensation)
            compensation.Current = step;
        step.UndoError = null;
        step.Undo = state.Enter(NewUndo(step));
    }

    /// <summary>The step that undoes another, as it begins.</summary>
    public static ScopeState NewUndo(StepState step)
    {
        var undo = step.Definition.Compensate!;
        return new ScopeState(GraphCache.Of(undo, [undo]), ScopeRole.Undo, step.Scope.Frame, step, "");
    }

    private static void End(RunState state, StepState step, UndoEnded ended)
    {
        step.Undo!.IsClosed = true;
        step.UndoError = ended.Error;
        if (ended.Error is null)
        {
            step.IsUndone = true;
            state.NoteUndone(step.Path);
        }

        var owner = OwnerOf(step);
        if ((owner?.Compensation ?? state.Compensation) is not { } compensation)
            return;
        compensation.Current = null;
        if (ended.Error is not null)
            compensation.Failed = compensation.Failed.Add(step.Path);
        if (owner is not null)
            state.Undecided.Enqueue(owner);
    }

    private static Compensation? Of(RunState state, StepState step) => OwnerOf(step)?.Compensation ?? state.Compensation;

    /// <summary>The step that is being compensated and has this one inside.</summary>
    private static StepState? OwnerOf(StepState step)
    {
        for (var at = step.Scope.Owner; at is not null; at = at.Scope.Owner)
        {
            if (at.Status == StepStatus.Compensating)
                return at;
        }

        return null;
    }
}
