using Axle.Workflows.Definition;
using Axle.Workflows.Graph;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <content>What the folds of events do to a state, and what follows from it at once.</content>
public sealed partial class RunState
{
    internal void OpenRoot()
    {
        Root = Enter(new ScopeState(GraphCache.Of(Workflow), ScopeRole.Root, Frame, null, ""));
        _index.CountLevels(Root.Graph);
    }

    /// <summary>Puts a scope into its place.</summary>
    internal ScopeState Enter(ScopeState scope)
    {
        foreach (var step in scope.Steps)
        {
            _index.Add(step);
            if (step.WaitingFor == 0)
                Ready.Enqueue(step);
        }

        if (scope.Open == 0)
            Closable.Enqueue(scope);
        return scope;
    }

    internal StepState Add(StepState step)
    {
        _index.Add(step);
        return step;
    }

    internal void Remove(StepState step) => _index.Remove(step);

    /// <summary>Forgets a scope with all its steps.</summary>
    internal void Forget(ScopeState scope)
    {
        foreach (var step in Walk(scope))
            _index.Remove(step);
    }

    /// <summary>Keeps what is derived from a step's times in step with it.</summary>
    internal void Changed(StepState step) => Due.Changed(step);

    /// <summary>An attempt begins.</summary>
    internal void BeginAttempt(StepState step)
    {
        step.IsInFlight = true;
        InFlight++;
        _index.NoteStarted(step);
    }

    /// <summary>The attempt that is being made, if any, counts no more.</summary>
    internal void LeaveAttempt(StepState step)
    {
        if (!step.IsInFlight)
            return;
        step.IsInFlight = false;
        InFlight--;
        _index.NoteLeft(step);
    }

    internal void End(StepState step, StepStatus status, RecordedEvent recorded)
    {
        step.MayHaveHappened = status == StepStatus.Cancelled && step.Definition.Effect == StepEffect.Once
            && (step.IsInFlight || step.Status == StepStatus.Unresolved);
        LeaveAttempt(step);
        Unwait(step);
        CancelInside(step, recorded);
        step.Status = status;
        step.EndedAt = recorded.At;
        step.EndedSeq = recorded.Seq;
        step.RetryAt = null;
        step.Compensation = null;
        var scope = step.Scope;
        scope.Ended.Add(step);
        scope.Open--;
        foreach (var index in scope.Graph.Dependents(step.Index))
        {
            var dependant = scope.Steps[index];
            if (--dependant.WaitingFor == 0 && dependant.Status == StepStatus.Pending)
                Ready.Enqueue(dependant);
        }

        if (scope.Owner is not null && scope.Open == 0)
            Closable.Enqueue(scope);
        if (scope.Owner is null)
            LevelsDone = _index.EndOfLevel(scope.Graph.Level(step.Index), LevelsDone);
    }

    /// <summary>Stops all that goes on inside a step.</summary>
    internal void CancelInside(StepState step, RecordedEvent recorded)
    {
        if (step.Inner is null && step.Handler is null && step.Undo is null)
            return;
        foreach (var scope in step.Scopes().ToArray())
        {
            // In a list that is finished nothing goes on but, maybe, an undoing.
            if (scope is { IsClosed: true, HasUndo: false })
                continue;
            foreach (var inner in scope.Steps)
                Cancel(inner, recorded);
        }
    }

    /// <summary>Stops a step and all that goes on inside it; of one that has ended, its undoing.</summary>
    internal void Cancel(StepState step, RecordedEvent recorded)
    {
        if (step.IsOpen)
            End(step, StepStatus.Cancelled, recorded);
        else
            CancelInside(step, recorded);
    }

    /// <summary>A step waits no more.</summary>
    internal void Unwait(StepState step)
    {
        if (step.Status == StepStatus.Unresolved)
            Unresolved--;
        if (step.Wait is null)
            return;
        if (step.Wait.Question is not null)
            Questions--;
        step.Wait = null;
    }

    /// <summary>Nobody knows whether a step took effect: a person says it.</summary>
    internal void LeaveOpen(StepState step, AxleError error)
    {
        LeaveAttempt(step);
        step.MayHaveHappened = false;
        step.Status = StepStatus.Unresolved;
        step.EndedAt = null;
        step.Error = error;
        Unresolved++;
    }

    internal void KeepAttempts(string path, int attempts) => _index.KeepAttempts(path, attempts);

    internal void NoteUndone(string path, int times) =>
        (TimesUndone ??= new Dictionary<string, int>(StringComparer.Ordinal))[path] = times;

    internal void NoteUndone(string path) => NoteUndone(path, (TimesUndone?.GetValueOrDefault(path) ?? 0) + 1);

    /// <summary>Makes a step wait again as if it had never begun. <see cref="Recount"/> must follow.</summary>
    internal void Reset(StepState step)
    {
        _index.KeepAttempts(step.Path, step.Attempt);
        DropInside(step);
        Undoable.Remove(step);
        LeaveAttempt(step);
        Unwait(step);
        var fresh = new StepState(step.Definition, step.Index, step.Scope);
        step.Scope.Steps[step.Index] = fresh;
        _index.Add(fresh);
    }

    /// <summary>Drops the inner steps of a step that begins again. Their attempts go on counting.</summary>
    internal void DropInside(StepState step)
    {
        foreach (var scope in step.Scopes())
            Drop(scope);
        step.Handler = null;
        step.Undo = null;
        step.Inner = null;
    }

    /// <summary>Drops a list of steps that may be gone through again. Their attempts go on counting.</summary>
    internal void Drop(ScopeState scope)
    {
        foreach (var inner in Walk(scope))
        {
            _index.KeepAttempts(inner.Path, inner.Attempt);
            _index.Remove(inner);
            Undoable.Remove(inner);
        }
    }

    /// <summary>Derives anew what is to be decided next, after steps were reset.</summary>
    internal void Recount()
    {
        Ready.Clear();
        Closable.Clear();
        Undecided.Clear();
        Due.Clear();
        Recounting.Of(this, Root!);
        _index.CountLevels(Root!.Graph);
        LevelsDone = _index.RecountLevels(Root!);
    }

    /// <summary>Counts what follows from the steps, after they were put where they were. Nothing is to be decided there.</summary>
    internal void CountRestored()
    {
        Ready.Clear();
        Closable.Clear();
        Undecided.Clear();
        foreach (var step in Walk(Root!))
        {
            Due.Changed(step);
            Questions += step.Wait?.Question is null ? 0 : 1;
            Unresolved += step.Status == StepStatus.Unresolved ? 1 : 0;
            if (!step.IsInFlight)
                continue;
            InFlight++;
            _index.NoteStarted(step);
        }

        LevelsDone = _index.RecountLevels(Root!);
    }
}
