using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What the events of the run as a whole do to its state; those of steps, waits, scopes and undos have folds of their own.</summary>
internal static class RunFold
{
    public static void Apply(RunState state, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case RunQueued queued:
                state.DeadEnds.Note(recorded);
                Queue(state, queued, recorded.At);
                break;
            case RunStarted started:
                state.DeadEnds.Note(recorded);
                Start(state, started, recorded.At);
                break;
            case RunPaused:
                state.Status = RunLifecycle.Move(state.Status, RunStatus.Paused);
                state.PausedAt = recorded.At;
                break;
            case RunResumed:
                ResumeFold.Resume(state, recorded);
                break;
            case RunRecovered:
                ResumeFold.Recover(state, recorded.At);
                break;
            case RunCompleted completed:
                state.Outputs = completed.Outputs;
                state.DeadEnds.Note(recorded);
                End(state, RunStatus.Completed, recorded);
                break;
            case RunFailed failed:
                state.Error = failed.Error;
                state.Flags |= RunAttention.DeadLetter;
                End(state, RunStatus.Failed, recorded);
                break;
            case RunCancelled:
                End(state, RunStatus.Cancelled, recorded);
                break;
            case VariablesSet set:
                state.Step(set.Path).Scope.Frame.Set(set.Values.Value);
                break;
            case CheckpointCreated:
                break;
            default:
                if (!ControlFold.TryApply(state, recorded) && !WaitFold.TryApply(state, recorded)
                    && !ScopeFold.TryApply(state, recorded) && !CompensationFold.TryApply(state, recorded))
                    StepFold.Apply(state, recorded);
                break;
        }
    }

    /// <summary>Ends the run: what is still open is stopped.</summary>
    private static void End(RunState state, RunStatus status, RecordedEvent recorded)
    {
        StopOpenSteps(state, recorded);
        state.Status = RunLifecycle.Move(state.Status, status);
        state.Compensation = null;
        state.PausedAt = null;
        state.EndedAt = recorded.At;
    }

    /// <summary>Stops every step of the run that has not ended, and all inside of them.</summary>
    public static void StopOpenSteps(RunState state, RecordedEvent recorded)
    {
        foreach (var step in state.Root?.Steps ?? [])
            state.Cancel(step, recorded);
    }

    private static void Queue(RunState state, RunQueued queued, DateTimeOffset at)
    {
        var begin = queued.Begin;
        state.Queued = begin;
        state.Definition = begin.Definition;
        state.CreatedAt = at;
        state.Frame.Inputs = begin.Inputs;
        state.Attributes = begin.Attributes;
        state.Group = begin.Group;
        state.GroupLimit = begin.GroupLimit ?? 0;
    }

    private static void Start(RunState state, RunStarted started, DateTimeOffset at)
    {
        // That this event exists proves that the definition was parsed and validated.
        state.Status = RunLifecycle.Start(state.Status);
        state.Definition = started.Definition;
        state.CreatedAt = state.Queued is null ? at : state.CreatedAt;
        state.LimitFrom = at;
        state.Queued = null;
        state.Frame.Inputs = started.Inputs;
        state.Attributes = started.Attributes;
        state.Group = started.Group;
        state.GroupLimit = started.GroupLimit ?? 0;
        state.Budget = state.Workflow.Budget;
        state.Frame.Set(started.Variables.Value);
        state.OpenRoot();
    }
}
