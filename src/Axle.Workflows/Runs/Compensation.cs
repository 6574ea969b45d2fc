using System.Collections.Immutable;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>The undoing of completed steps, in reverse order of completion, while it goes on.</summary>
/// <param name="started">How it began.</param>
/// <param name="owner">The step whose inner steps are undone; null for the whole run.</param>
/// <param name="undoable">Steps that completed before it began, oldest first.</param>
internal sealed class Compensation(CompensationStarted started, StepState? owner, IReadOnlyList<StepState> undoable)
{
    private int _at = undoable.Count;

    public CompensationStarted Started { get; } = started;

    /// <summary>Steps that completed before it began, oldest first.</summary>
    public IReadOnlyList<StepState> Undoable => undoable;

    /// <summary>The step that is being undone; null between two.</summary>
    public StepState? Current { get; set; }

    /// <summary>Addresses of steps that could not be undone.</summary>
    public ImmutableArray<string> Failed { get; set; } = [];

    /// <summary>The next step to undo; null when there is none left.</summary>
    public StepState? Next()
    {
        while (_at > 0)
        {
            var step = undoable[_at - 1];
            if (IsDue(step) && !Failed.Contains(step.Path))
                return step;
            _at--;
        }

        return null;
    }

    /// <summary>All that is still to be undone, in the order it will be.</summary>
    public IEnumerable<StepState> Rest() => undoable.Reverse().Where(IsDue);

    private bool IsDue(StepState step) =>
        !step.IsUndone
        && step.Definition.Compensate is not null
        && step.Status == StepStatus.Completed
        && step.EndedSeq > Started.AfterSeq
        && (owner is null || (step != owner && step.IsWithin(owner) && IsInBrokenSaga(step, owner)));

    /// <summary>A step that fails takes with it what its sagas did, but not what was done outside of any saga.</summary>
    private static bool IsInBrokenSaga(StepState step, StepState owner)
    {
        for (var at = step.Scope.Owner; at is not null; at = at.Scope.Owner)
        {
            if (at.Definition.Action is Definition.SagaAction && at.Status != StepStatus.Completed)
                return true;
            if (at == owner)
                return false;
        }

        return false;
    }
}
