using System.Globalization;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What the events of single steps do to a run's state.</summary>
internal static class StepFold
{
    public static void Apply(RunState state, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case StepStarted started:
                Start(state, state.Step(started.Path), started, recorded.At);
                break;
            case StepAttemptFailed failed:
                FailAttempt(state, state.Step(failed.Path), failed, recorded);
                break;
            case StepFellBack fellBack:
                FallBack(state, state.Step(fellBack.Path), fellBack, recorded.At);
                break;
            case StepHandled handled:
                Handle(state, state.Step(handled.Path), handled, recorded.At);
                break;
            case StepUnresolved unresolved:
                state.LeaveOpen(state.Step(unresolved.Path), unresolved.Error);
                break;
            case StepCompleted completed:
                Complete(state, state.Step(completed.Path), completed, recorded);
                break;
            case StepTurned turned:
                Turn(state, state.Step(turned.Path), turned, recorded.At);
                break;
            case StepFailed failed:
                var failing = state.Step(failed.Path);
                failing.Error = failed.Error;
                MarkBegun(failing, recorded.At);
                state.End(failing, StepStatus.Failed, recorded);
                break;
            case StepSkipped skipped:
                var passed = state.Step(skipped.Path);
                passed.SkipReason = skipped.Reason;
                passed.Blocked = skipped.Blocked;
                state.End(passed, StepStatus.Skipped, recorded);
                break;
            default:
                throw new InvalidOperationException($"Event '{RunEventJson.NameOf(recorded.Event)}' of run {state.Id} cannot be folded by this version.");
        }
    }

    public static void MarkBegun(StepState step, DateTimeOffset at)
    {
        if (step.StartedAt is not null)
            return;
        step.StartedAt = at;
        step.LimitFrom = at;
    }

    /// <summary>The steps of an error handler as they begin.</summary>
    public static ScopeState NewHandler(StepState step, int number)
    {
        var handler = step.Definition.OnError[number];
        return new ScopeState(Graph.GraphCache.Of(handler, handler.Steps), ScopeRole.Handler, step.Scope.Frame, step, "") { Handler = number };
    }

    private static void Start(RunState state, StepState step, StepStarted started, DateTimeOffset at)
    {
        state.Unwait(step);
        step.Status = StepStatus.Running;
        step.Attempt = started.Attempt;
        step.AttemptOfAction++;
        step.Input = started.Input ?? step.Input;
        MarkBegun(step, at);
        step.AttemptFrom = null;
        step.RetryAt = null;
        if (step.Action.IsWork)
        {
            state.BeginAttempt(step);
        }
        else
        {
            state.DropInside(step);
            step.Inner = ScopeFold.Begin(step);
            state.Undecided.Enqueue(step);
        }

        state.Changed(step);
    }

    /// <summary>The handler is to be called again: as an attempt that is due now, so that pauses, budgets and crashes are heeded as before any other.</summary>
    public static void TakeNextTurn(RunState state, StepState step, DateTimeOffset at)
    {
        step.Status = StepStatus.Retrying;
        step.RetryAt = at;
        step.AttemptOfAction = 0;
        step.Error = null;
        state.Undecided.Enqueue(step);
        state.Changed(step);
    }

    private static void Turn(RunState state, StepState step, StepTurned turned, DateTimeOffset at)
    {
        state.LeaveAttempt(step);
        state.Spent = state.Spent.Plus(turned.Usage);
        step.Inner ??= new InnerScopes();
        step.Inner.Turns.Add(new StepTurn(turned.Note, null));
        step.Decisions = step.Decisions.AddRange(turned.Decisions);
        if (turned.Workflow is { } asked)
            ScopeFold.Enter(state, step, ScopeFold.NewTurn(step, turned.Turn.ToString(CultureInfo.InvariantCulture), asked, turned.Inputs));
        else
            TakeNextTurn(state, step, at);
    }

    private static void FailAttempt(RunState state, StepState step, StepAttemptFailed failed, RecordedEvent recorded)
    {
        state.LeaveAttempt(step);
        state.Unwait(step);
        state.CancelInside(step, recorded);
        state.Spent = state.Spent.Plus(failed.Usage);
        MarkBegun(step, recorded.At);
        step.Error = failed.Error;
        step.Decisions = step.Decisions.AddRange(failed.Decisions ?? []);
        step.Status = StepStatus.Retrying;
        step.RetryAt = failed.RetryAt;
        step.Compensation = null;
        if (failed.RetryAt is null)
            state.Undecided.Enqueue(step);
        state.Changed(step);
    }

    private static void FallBack(RunState state, StepState step, StepFellBack fellBack, DateTimeOffset at)
    {
        state.Unwait(step);
        step.Fallback = fellBack.Fallback;
        step.AttemptOfAction = 0;
        step.Input = null;
        if (step.Inner is { Turns.Count: > 0 })
            state.DropInside(step);
        step.Status = StepStatus.Retrying;
        step.RetryAt = at;
        MarkBegun(step, at);
        state.Undecided.Enqueue(step);
        state.Changed(step);
    }

    private static void Handle(RunState state, StepState step, StepHandled handled, DateTimeOffset at)
    {
        state.Unwait(step);
        step.Error = handled.Error;
        step.Status = StepStatus.Handling;
        step.RetryAt = null;
        MarkBegun(step, at);
        state.Changed(step);
        step.Handler = state.Enter(NewHandler(step, handled.Handler));
    }

    private static void Complete(RunState state, StepState step, StepCompleted completed, RecordedEvent recorded)
    {
        if (completed.Signal is { } id && step.Wait?.Signal is { } name)
            WaitFold.Take(state, step, name, id);
        step.Output = completed.Output;
        step.Decisions = step.Decisions.AddRange(completed.Decisions);
        state.Spent = state.Spent.Plus(completed.Usage);
        MarkBegun(step, recorded.At);
        state.End(step, StepStatus.Completed, recorded);
        if (step.Definition.Compensate is null)
            return;
        state.Undoable.Add(step);
        for (var scope = step.Scope; scope is { HasUndo: false }; scope = scope.Owner?.Scope)
            scope.HasUndo = true;
    }
}
