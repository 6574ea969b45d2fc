using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Snapshots;

/// <summary>Makes a state again out of what was stored of it.</summary>
internal static class StateRestoring
{
    /// <summary>The state that a snapshot was taken of.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The snapshot.</param>
    /// <param name="workflows">The definitions that it names.</param>
    public static RunState Restore(RunId run, StateData data, PinnedWorkflows workflows)
    {
        var state = new RunState(run, workflows)
        {
            Definition = data.Definition,
            Status = data.Status,
            CreatedAt = data.CreatedAt,
            PausedAt = data.PausedAt,
            EndedAt = data.EndedAt,
            LimitFrom = data.LimitFrom,
            Attributes = (data.Attributes ?? []).ToImmutableDictionary(StringComparer.Ordinal),
            Outputs = data.Outputs,
            Error = data.Error,
            Parent = data.Parent is { } parent ? new RunId(parent) : null,
            IsReplay = data.IsReplay,
            Group = data.Group,
            GroupLimit = data.GroupLimit,
            Spent = data.Spent ?? ModelUsage.None,
            Budget = data.Budget,
            Flags = data.Flags,
            RollbackDue = (CompensationStarted?)data.RollbackDue?.Event,
        };
        state.SkipTo(data.LastSeq, data.UpdatedAt);
        var root = data.Root!;
        Fill(state.Frame, root);
        state.OpenRoot();
        Fill(state, state.Root!, root);
        foreach (var (path, attempts) in data.Attempts ?? [])
            state.KeepAttempts(path, attempts);
        foreach (var (path, times) in data.TimesUndone ?? [])
            state.NoteUndone(path, times);
        foreach (var (path, input) in data.EditedInputs ?? [])
            state.EditedInputs[path] = input;
        foreach (var span in data.DeadEnds ?? [])
            state.DeadEnds.Add(span[0], span[1]);
        state.Undoable.AddRange((data.Undoable ?? []).Select(state.Step));
        RestoreMail(state, data);
        RestoreCompensations(state, state.Root!, root);
        state.Compensation = Restore(state, null, data.Compensation);
        state.CountRestored();
        return state;
    }

    private static void Fill(RunFrame frame, ScopeData data)
    {
        frame.Inputs = data.Inputs ?? Payload.EmptyObject;
        if (data.Variables is { } variables)
            frame.Set(variables.Value);
    }

    private static void RestoreMail(RunState state, StateData data)
    {
        foreach (var letter in data.Letters ?? [])
            state.Mailbox.Put((SignalReceived)letter.Event);
        foreach (var (name, paths) in data.Waiting ?? [])
        {
            foreach (var path in paths)
                state.Mailbox.Await(name, state.Step(path));
        }
    }

    private static void Fill(RunState state, ScopeState scope, ScopeData data)
    {
        (scope.IsClosed, scope.IsHeld, scope.HasUndo) = (data.IsClosed, data.IsHeld, data.HasUndo);
        (scope.Error, scope.Output, scope.Previous) = (data.Error, data.Output, data.Previous);
        foreach (var step in data.Steps)
            Fill(state, scope.Steps[step.Index], step);
        scope.Open = scope.Steps.Count(static s => s.IsOpen);
        foreach (var step in scope.Steps)
            step.WaitingFor = scope.Graph.Dependencies(step.Index).Count(i => scope.Steps[i].IsOpen);
        foreach (var step in scope.Steps.Where(static s => s.IsEnded).OrderBy(static s => s.EndedSeq))
            scope.Ended.Add(step);
    }

    private static void Fill(RunState state, StepState step, StepData data)
    {
        step.Status = data.Status;
        step.Attempt = data.Attempt;
        step.AttemptOfAction = data.AttemptOfAction;
        step.Fallback = data.Fallback - 1;
        step.IsInFlight = data.IsInFlight;
        step.MayHaveHappened = data.MayHaveHappened;
        step.Input = data.Input;
        step.Output = data.Output;
        step.Error = data.Error;
        step.StartedAt = data.StartedAt;
        step.LimitFrom = data.LimitFrom;
        step.EndedAt = data.EndedAt;
        step.RetryAt = data.RetryAt;
        step.SkipReason = data.SkipReason;
        step.Blocked = data.Blocked;
        step.Decisions = [.. data.Decisions ?? []];
        step.IsUndone = data.IsUndone;
        step.UndoError = data.UndoError;
        step.EndedSeq = data.EndedSeq;
        step.Wait = data.Wait is { } wait ? Restore(step, wait) : null;
        if (data.Inner is { } inner)
            Restore(state, step, inner);
        if (data.ErrorHandler is { } handler)
            step.Handler = Enter(state, StepFold.NewHandler(step, handler.Handler), handler);
        if (data.Undo is { } undo)
            step.Undo = Enter(state, CompensationFold.NewUndo(step), undo);
    }

    private static StepWait Restore(StepState step, WaitData data)
    {
        var escalations = step.Action is ApprovalAction approval ? approval.Escalation.OrderBy(static e => e.After).ToArray() : [];
        return new StepWait(data.Until, data.Signal, data.Question) { AskedAt = data.AskedAt, Escalations = escalations.AsMemory()[^data.Escalations..] };
    }

    private static void Restore(RunState state, StepState step, InnerData data)
    {
        step.Inner = ScopeFold.Begin(step);
        var scopes = data.Scopes.Select(s => Enter(state, NewInner(state, step, s), s)).ToArray();
        step.Inner.Restore(data, scopes, LastRound(state, step, data, scopes));
    }

    private static ScopeState? LastRound(RunState state, StepState step, InnerData data, ScopeState[] scopes)
    {
        if (data.OtherLastRound is not { } other)
            return data.LastRound is { } name ? Array.Find(scopes, s => s.Name == name) : null;
        var round = Enter(state, NewInner(state, step, other), other);
        // Read by the loop's conditions, and known to nobody else any more.
        state.Forget(round);
        return round;
    }

    private static ScopeState NewInner(RunState state, StepState step, ScopeData data) => data.Workflow is { } asked
        ? ScopeFold.NewTurn(step, data.Name, asked, data.Inputs)
        : ScopeFold.New(state, step, new ScopeOpened(step.Path, data.Name, data.Inputs, data.Variables));

    private static ScopeState Enter(RunState state, ScopeState scope, ScopeData data)
    {
        foreach (var step in scope.Steps)
            state.Add(step);
        Fill(state, scope, data);
        return scope;
    }

    /// <summary>Last, as they name steps of any list.</summary>
    private static void RestoreCompensations(RunState state, ScopeState scope, ScopeData data)
    {
        foreach (var stored in data.Steps)
        {
            var step = scope.Steps[stored.Index];
            step.Compensation = Restore(state, step, stored.Compensation);
            foreach (var inner in stored.Inner?.Scopes ?? [])
                RestoreCompensations(state, step.Inner!.Find(inner.Name)!, inner);
            if (stored.ErrorHandler is { } handler)
                RestoreCompensations(state, step.Handler!, handler);
            if (stored.Undo is { } undo)
                RestoreCompensations(state, step.Undo!, undo);
        }
    }

    private static Compensation? Restore(RunState state, StepState? owner, CompensationData? data) => data is null ? null
        : new Compensation((CompensationStarted)data.Started!.Event, owner, [.. (data.Undoable ?? []).Select(state.Step)])
        {
            Current = data.Current is { } current ? state.Step(current) : null,
            Failed = [.. data.Failed ?? []],
        };
}
