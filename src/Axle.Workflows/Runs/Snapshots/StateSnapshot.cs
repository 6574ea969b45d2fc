using Axle.Workflows.Ports;

namespace Axle.Workflows.Runs.Snapshots;

/// <summary>
/// A state as bytes, so that a run with a long history is opened without reading all of it. It says nothing that the events do not say: whoever cannot
/// read one folds the events.
/// </summary>
public static class StateSnapshot
{
    /// <summary>Takes one.</summary>
    /// <returns>Null where the state is between two decisions, and when a step keeps what its next attempt will drop.</returns>
    public static RunSnapshot? Take(RunState state)
    {
        if (state.Root is not { } root || state.Queued is not null || state.Ready.Count + state.Closable.Count + state.Undecided.Count > 0)
            return null;
        return RunState.Walk(root).Any(static s => s is { Inner.Turns.Count: 0, AttemptOfAction: 0 })
            ? null
            : new RunSnapshot(state.LastSeq, StateJson.Write(DataOf(state, root)));
    }

    /// <summary>The state that one was taken of.</summary>
    /// <param name="run">The run.</param>
    /// <param name="snapshot">What <see cref="Take"/> gave.</param>
    /// <param name="definitions">Gives the definitions that the run is pinned to.</param>
    /// <returns>Null when this version cannot read it.</returns>
    public static RunState? Restore(RunId run, RunSnapshot snapshot, IPinnedDefinitions definitions) =>
        StateJson.Read(snapshot.Data.Span) is { } data ? StateRestoring.Restore(run, data, definitions.Of(data.Definition, data.UsesByName())) : null;

    private static StateData DataOf(RunState state, ScopeState root) => new()
    {
        Form = StateData.CurrentForm,
        Definition = state.Definition,
        Uses = Sorted(state.Workflows.Hashes),
        Status = state.Status,
        LastSeq = state.LastSeq,
        CreatedAt = state.CreatedAt,
        UpdatedAt = state.UpdatedAt,
        PausedAt = state.PausedAt,
        EndedAt = state.EndedAt,
        LimitFrom = state.LimitFrom,
        Attributes = Sorted(state.Attributes),
        Outputs = state.Outputs,
        Error = state.Error,
        Parent = state.Parent?.Value,
        IsReplay = state.IsReplay,
        Group = state.Group,
        GroupLimit = state.GroupLimit,
        Spent = state.Spent,
        Budget = state.Budget,
        Flags = state.Flags,
        DeadEnds = [.. state.DeadEnds.Spans.Select(static s => new[] { s.From, s.To })],
        Compensation = DataOf(state.Compensation),
        RollbackDue = state.RollbackDue is { } due ? new StoredEvent(due) : null,
        TimesUndone = Sorted(state.TimesUndone),
        Attempts = Sorted(state.KeptAttempts),
        EditedInputs = state.HasEditedInputs ? Sorted(state.EditedInputs) : null,
        Undoable = Paths(state.Undoable),
        Letters = [.. state.Mailbox.Letters.Select(static l => new StoredEvent(l))],
        Waiting = Sorted(Waiting(state)),
        Root = DataOf(root),
    };

    private static IEnumerable<KeyValuePair<string, string[]>> Waiting(RunState state)
    {
        foreach (var (name, steps) in state.Mailbox.Waiting)
        {
            // Steps that began anew, or were dropped with the list they were in, wait no more.
            if (Paths([.. steps.Where(s => state.FindStep(s.Path) == s)]) is { } paths)
                yield return KeyValuePair.Create(name, paths);
        }
    }

    private static ScopeData DataOf(ScopeState scope) => new()
    {
        Name = scope.Name,
        Handler = scope.Handler,
        IsClosed = scope.IsClosed,
        IsHeld = scope.IsHeld,
        HasUndo = scope.HasUndo,
        Error = scope.Error,
        Output = scope.Output,
        Previous = scope.Previous,
        Inputs = scope.IsWorkflow ? scope.Frame.Inputs : null,
        Workflow = scope.Role == ScopeRole.Turn ? scope.Written : null,
        Variables = scope.IsWorkflow ? Payload.From(Deciding.JsonObjects.From(scope.Frame.Variables)) : null,
        Steps = [.. scope.Steps.Select(DataOf).Where(static s => s != new StepData { Index = s.Index })],
    };

    private static StepData DataOf(StepState step) => new()
    {
        Index = step.Index,
        Status = step.Status,
        Attempt = step.Attempt,
        AttemptOfAction = step.AttemptOfAction,
        Fallback = step.Fallback + 1,
        IsInFlight = step.IsInFlight,
        MayHaveHappened = step.MayHaveHappened,
        Input = step.Input,
        Output = step.Output,
        Error = step.Error,
        StartedAt = step.StartedAt,
        LimitFrom = step.LimitFrom,
        EndedAt = step.EndedAt,
        RetryAt = step.RetryAt,
        SkipReason = step.SkipReason,
        Blocked = step.Blocked,
        Decisions = step.Decisions.IsEmpty ? null : [.. step.Decisions],
        Wait = step.Wait is { } wait ? DataOf(wait) : null,
        Inner = step.Inner is { } inner ? DataOf(inner) : null,
        ErrorHandler = step.Handler is { } handler ? DataOf(handler) : null,
        Undo = step.Undo is { } undo ? DataOf(undo) : null,
        Compensation = DataOf(step.Compensation),
        IsUndone = step.IsUndone,
        UndoError = step.UndoError,
        EndedSeq = step.EndedSeq,
    };

    private static WaitData DataOf(StepWait wait) => new()
    {
        Until = wait.Until,
        Signal = wait.Signal,
        Question = wait.Question,
        AskedAt = wait.AskedAt,
        Escalations = wait.Escalations.Length,
    };

    private static InnerData DataOf(InnerScopes inner) => new()
    {
        Scopes = [.. inner.Scopes.Select(DataOf)],
        Opened = inner.Opened,
        Open = inner.Open,
        KeptSucceeded = inner.KeptSucceeded,
        Held = inner.Held.Count == 0 ? null : [.. inner.Held.Select(static h => h.Name)],
        Outputs = inner.Items is null ? null : inner.Outputs,
        Failures = inner.Failures.Count == 0 ? null : inner.Failures,
        LastRound = IsKept(inner) ? inner.LastRound!.Name : null,
        OtherLastRound = inner.LastRound is { } round && !IsKept(inner) ? DataOf(round) : null,
        LastOutput = inner.LastOutput,
        Turns = inner.Turns.Count == 0 ? null : [.. inner.Turns],
    };

    private static bool IsKept(InnerScopes inner) => inner.LastRound is { } round && inner.Find(round.Name) == round;

    private static CompensationData? DataOf(Compensation? compensation) => compensation is null ? null : new CompensationData
    {
        Started = new StoredEvent(compensation.Started),
        Current = compensation.Current?.Path,
        Failed = compensation.Failed.IsEmpty ? null : [.. compensation.Failed],
        Undoable = Paths(compensation.Undoable),
    };

    private static string[]? Paths(IReadOnlyCollection<StepState> steps) => steps.Count == 0 ? null : [.. steps.Select(static s => s.Path)];

    private static SortedDictionary<string, T>? Sorted<T>(IEnumerable<KeyValuePair<string, T>>? pairs)
    {
        SortedDictionary<string, T>? sorted = null;
        foreach (var (key, value) in pairs ?? [])
            (sorted ??= new SortedDictionary<string, T>(StringComparer.Ordinal))[key] = value;
        return sorted;
    }
}
