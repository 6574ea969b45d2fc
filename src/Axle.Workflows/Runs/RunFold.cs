using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What the events of the run as a whole do to its state.</summary>
internal static class RunFold
{
    public static void Apply(RunState state, RunEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case RunStarted started:
                Start(state, started, at);
                break;
            case RunPaused:
                state.Status = RunLifecycle.Move(state.Status, RunStatus.Paused);
                state.PausedAt = at;
                break;
            case RunResumed:
                Resume(state, at);
                break;
            case RunRecovered:
                Recover(state, at);
                break;
            case RunCompleted completed:
                state.Outputs = completed.Outputs;
                End(state, RunStatus.Completed, at);
                break;
            case RunFailed failed:
                state.Error = failed.Error;
                End(state, RunStatus.Failed, at);
                break;
            case RunCancelled:
                End(state, RunStatus.Cancelled, at);
                break;
            case VariablesSet set:
                foreach (var variable in set.Values.Value.EnumerateObject())
                    state.Variables[variable.Name] = variable.Value;
                break;
            case CheckpointCreated:
                break;
            default:
                throw new InvalidOperationException($"Event '{RunEventJson.NameOf(happened)}' of run {state.Id} cannot be folded here.");
        }
    }

    /// <summary>Makes a state that a rollback brought back execute again; attempts that were in flight then are made again.</summary>
    public static void GoOn(RunState state, DateTimeOffset at)
    {
        if (state.Status == RunStatus.Executing)
        {
            Recover(state, at);
            return;
        }

        Resume(state, at);
    }

    private static void Start(RunState state, RunStarted started, DateTimeOffset at)
    {
        // That this event exists proves that the definition was parsed and validated.
        foreach (var phase in (ReadOnlySpan<RunStatus>)[RunStatus.Parsing, RunStatus.Validating, RunStatus.Executing])
            state.Status = RunLifecycle.Move(state.Status, phase);
        state.Definition = started.Definition;
        state.CreatedAt = state.LimitFrom = at;
        state.Inputs = started.Inputs;
        state.Attributes = started.Attributes;
        foreach (var variable in started.Variables.Value.EnumerateObject())
            state.Variables[variable.Name] = variable.Value;
        state.OpenRoot();
    }

    private static void Resume(RunState state, DateTimeOffset at)
    {
        if (state.Status is RunStatus.Failed or RunStatus.Cancelled)
            DoAgainWhatDidNotSucceed(state, at);
        var pause = at - (state.PausedAt ?? at);
        state.Status = RunLifecycle.Move(state.Status, RunStatus.Executing);
        state.PausedAt = null;
        state.LimitFrom += pause;
        foreach (var step in RunState.Walk(state.Root!).Where(static s => s.IsOpen))
        {
            step.LimitFrom += pause;
            // An attempt whose process is gone is made again; one that went on through the pause gets its time once more.
            step.AttemptFrom = at;
        }
    }

    private static void DoAgainWhatDidNotSucceed(RunState state, DateTimeOffset at)
    {
        state.Error = null;
        state.EndedAt = null;
        state.LimitFrom = at;
        foreach (var step in state.Root!.Steps.Where(static s => s.BlocksDependants).ToArray())
            state.Reset(step);
        state.Recount();
    }

    /// <summary>The time in which nobody executed the run counts against no limit, as far as it is known: from the last event on.</summary>
    private static void Recover(RunState state, DateTimeOffset at)
    {
        var away = at - state.UpdatedAt;
        state.LimitFrom += away;
        foreach (var step in RunState.Walk(state.Root!).Where(static s => s.IsOpen))
        {
            step.LimitFrom += away;
            step.AttemptFrom = at;
            state.Changed(step);
        }
    }

    private static void End(RunState state, RunStatus status, DateTimeOffset at)
    {
        foreach (var step in RunState.Walk(state.Root!).Where(static s => s.IsOpen).ToArray())
            state.End(step, StepStatus.Cancelled, at);
        state.Status = RunLifecycle.Move(state.Status, status);
        state.PausedAt = null;
        state.EndedAt = at;
    }
}
