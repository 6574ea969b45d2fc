using System.Collections.Immutable;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Output.Progress;

/// <summary>Where a run stands, kept up to date by its events. May be read while another thread writes.</summary>
/// <param name="id">The run.</param>
/// <param name="workflows">The definitions it is pinned to.</param>
internal sealed class RunPicture(RunId id, PinnedWorkflows workflows)
{
    private readonly Lock _gate = new();
    private readonly List<RecordedEvent> _events = [];
    private RunState _state = new(id, workflows);

    /// <summary>The run.</summary>
    public RunId Id => id;

    /// <summary>Name of the workflow.</summary>
    public string WorkflowName => workflows.Root.Name;

    /// <summary>Takes an event in, in order.</summary>
    public void Add(RecordedEvent recorded)
    {
        lock (_gate)
        {
            _events.Add(recorded);
            // A rollback changes what the events before it mean, so the history is folded anew.
            if (recorded.Event is RunRolledBack)
                _state = RunHistory.Of(workflows).Fold(id, _events);
            else
                _state.Apply(recorded);
        }
    }

    /// <summary>The run as it is now.</summary>
    public RunMoment Now()
    {
        lock (_gate)
            return new RunMoment(_state.Status, _state.CreatedAt, _state.UpdatedAt, _state.Records);
    }
}

/// <summary>A run at one moment.</summary>
/// <param name="Status">Where it is.</param>
/// <param name="CreatedAt">When it started.</param>
/// <param name="UpdatedAt">When its last event was decided.</param>
/// <param name="Steps">How every step stands.</param>
internal sealed record RunMoment(RunStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, ImmutableArray<StepRecord> Steps)
{
    /// <summary>Steps with an attempt in flight.</summary>
    public int InFlight => Steps.Count(static s => s.Status == StepStatus.Running);

    /// <summary>Steps that have ended.</summary>
    public int Ended => Steps.Count(static s => s.EndedAt is not null);
}
