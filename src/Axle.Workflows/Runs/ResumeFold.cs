using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What going on does to a run's state: after a pause, after a failure, after a crash, after a rollback.</summary>
internal static class ResumeFold
{
    /// <summary>Makes a state that a rollback brought back execute again; attempts that were in flight then are made again.</summary>
    public static void GoOn(RunState state, RecordedEvent recorded)
    {
        state.RollbackDue = null;
        if (state.Status is RunStatus.Executing or RunStatus.Compensating)
            Recover(state, recorded.At);
        else
            Resume(state, recorded);
    }

    public static void Resume(RunState state, RecordedEvent recorded)
    {
        var at = recorded.At;
        if (state.Status is RunStatus.Failed or RunStatus.Cancelled)
            DoAgainWhatDidNotSucceed(state, at);
        var pause = at - (state.PausedAt ?? at);
        state.Status = RunLifecycle.Move(state.Status, state.Compensation is null ? RunStatus.Executing : RunStatus.Compensating);
        state.PausedAt = null;
        state.LimitFrom += pause;
        Shift(state, pause, at);
    }

    /// <summary>The time in which nobody executed the run counts against no limit, as far as it is known: from the last event on.</summary>
    public static void Recover(RunState state, DateTimeOffset at)
    {
        var away = at - state.UpdatedAt;
        state.LimitFrom += away;
        Shift(state, away, at);
    }

    /// <summary>An attempt that went on through a pause gets its time once more.</summary>
    private static void Shift(RunState state, TimeSpan time, DateTimeOffset at)
    {
        foreach (var step in RunState.Walk(state.Root!))
        {
            if (step.IsEnded)
                continue;
            step.LimitFrom += time;
            if (step.AttemptFrom is not null)
                step.AttemptFrom = at;
            state.Changed(step);
        }
    }

    private static void DoAgainWhatDidNotSucceed(RunState state, DateTimeOffset at)
    {
        state.Error = null;
        state.EndedAt = null;
        state.LimitFrom = at;
        state.Flags &= ~RunAttention.DeadLetter;
        Enter(state, state.Root!);
        state.Recount();
    }

    /// <summary>Takes up a list of steps again: what failed, was stopped or was undone is to be done again, and what was built on that.</summary>
    private static void Enter(RunState state, ScopeState scope)
    {
        var again = new bool[scope.Steps.Length];
        var anew = new bool[scope.Steps.Length];
        foreach (var index in scope.Graph.Order)
        {
            var step = scope.Steps[index];
            // Its result was built on what is undone.
            var stale = scope.Graph.Dependencies(index).Any(i => anew[i]);
            if (!stale && !NeedsDoing(step))
                continue;
            again[index] = true;
            anew[index] = stale || step.IsUndone;
            if (step.MayHaveHappened && !anew[index])
            {
                state.LeaveOpen(step, new AxleError(ErrorKind.Cancelled, "The run ended while this was under way: nobody knows whether it took effect."));
                continue;
            }

            // One that ran although a step before it had failed waits for that step, and its condition may be another then.
            if (anew[index] || !CanEnter(step) || scope.Graph.Dependencies(index).Any(i => again[i]))
                state.Reset(step);
            else
                EnterInside(state, step);
        }
    }

    private static bool NeedsDoing(StepState step) =>
        step.BlocksDependants || step.IsUndone || (step.Status == StepStatus.Completed && HasUndoneInside(step));

    private static bool HasUndoneInside(StepState step) =>
        step.Inner is { } inner && inner.Scopes.Where(static s => s.HasUndo).SelectMany(RunState.Walk).Any(static s => s.IsUndone);

    /// <summary>Whether the step has inner steps that keep what they did.</summary>
    private static bool CanEnter(StepState step) =>
        step.Inner is { } inner && inner.Opened + inner.Turns.Count > 0 && step.Fallback < 0 && step.Handler is null;

    private static void EnterInside(RunState state, StepState step)
    {
        step.Status = StepStatus.Running;
        step.Error = null;
        step.EndedAt = null;
        step.AttemptOfAction = 1;
        step.LimitFrom = state.LimitFrom;
        if (step.Action.IsWork)
        {
            EnterTurn(state, step);
            return;
        }

        var again = step.Inner!.Scopes.Where(static s => !s.IsClosed || s.Steps.Any(NeedsDoing)).ToArray();
        if (again.Length > 0 && again[0].Role == ScopeRole.Round)
            again = [GoBackToFirst(state, step.Inner, again)];
        if (step.Action is ForEachAction)
            step.Inner.Hold(again);
        else
            Array.ForEach(again, step.Inner.Reopen);
        foreach (var scope in again)
            Enter(state, scope);
    }

    /// <summary>Work that went on in turns keeps them all: the steps of the last one are taken up again, or the handler is called again.</summary>
    private static void EnterTurn(RunState state, StepState step)
    {
        if (step.Inner!.Scopes.LastOrDefault(static s => !s.IsClosed) is { } open)
            Enter(state, open);
        else
            StepFold.TakeNextTurn(state, step, state.LimitFrom);
    }

    /// <summary>Begins with an item that was held until now: no time that it waited for room counts.</summary>
    public static void Begin(RunState state, ScopeState held, DateTimeOffset at)
    {
        foreach (var step in RunState.Walk(held).Where(static s => s.IsOpen))
            step.LimitFrom = at;
        Recounting.Of(state, held);
    }

    /// <summary>
    /// Rounds are done one after another, and each is built on the one before: of those to be done again only the first is taken up. Whether others
    /// follow is decided anew.
    /// </summary>
    private static ScopeState GoBackToFirst(RunState state, InnerScopes inner, ScopeState[] rounds)
    {
        var first = rounds.MinBy(static r => r.Index)!;
        foreach (var later in inner.GoBackTo(first))
            state.Drop(later);
        return first;
    }
}
