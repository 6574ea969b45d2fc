using System.Collections.Immutable;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>
/// Decides about undoing: completed steps are undone one after another in reverse order of completion. Source of the pattern: Garcia-Molina and
/// Salem, "Sagas", SIGMOD 1987.
/// </summary>
internal static class CompensationDecider
{
    /// <summary>A step with inner steps fails: first what its sagas did is undone.</summary>
    public static void Fail(Decision decision, StepState step, AxleError error)
    {
        var started = new CompensationStarted(step.Path, error);
        if (new Compensation(started, step, decision.State.Undoable).Next() is null)
            StepDecider.FailAttempt(decision, step, error, 0.5);
        else
            decision.Emit(started);
    }

    /// <summary>Goes on with a step whose inner steps are being undone; when all are, it fails.</summary>
    public static void GoOn(Decision decision, StepState step)
    {
        if (step.Compensation is { } compensation)
        {
            if (compensation.Current is not null)
                return;
            if (compensation.Next() is { } next)
            {
                decision.Emit(new UndoStarted(next.Path));
                return;
            }

            decision.Emit(new CompensationEnded(step.Path, compensation.Failed));
            StepDecider.FailAttempt(decision, step, WithFailures(compensation.Started.Error!, compensation.Failed), 0.5);
            return;
        }

        StepDecider.FailAttempt(decision, step, step.Error!, 0.5);
    }

    /// <summary>Goes on with a run whose steps are being undone; when all are, it ends as was decided before.</summary>
    public static void GoOn(Decision decision, Compensation compensation)
    {
        if (compensation.Next() is { } next)
        {
            decision.Emit(new UndoStarted(next.Path));
            return;
        }

        var started = compensation.Started;
        switch (started.Then)
        {
            case CompensationEnd.Cancelled when compensation.Failed.IsEmpty:
                decision.Emit(new RunCancelled(started.By ?? "engine", started.Reason));
                break;
            case CompensationEnd.RolledBack when compensation.Failed.IsEmpty:
                decision.Emit(new CompensationEnded(null, []));
                RunDecider.RestAfterRollback(decision);
                break;
            default:
                var error = started.Error ?? new AxleError(ErrorKind.Cancelled, $"{started.By} asked to undo what the run did");
                decision.Emit(new RunFailed(WithFailures(error, compensation.Failed), [.. RunDecider.FailedSteps(decision.State), .. compensation.Failed]));
                break;
        }
    }

    private static AxleError WithFailures(AxleError error, ImmutableArray<string> failed) => failed.IsEmpty
        ? error
        : error with { Message = $"{error.Message} What these steps did could not be undone: {string.Join(", ", failed.Select(static f => $"'{f}'"))}." };
}
