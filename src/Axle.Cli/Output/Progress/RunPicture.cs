using System.Collections.Immutable;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Output.Progress;

/// <summary>Where a run stands, kept up to date by its events. May be read while another thread writes.</summary>
internal sealed class RunPicture
{
    private readonly Lock _gate = new();
    private RunState _state;

    /// <summary>A picture of a run.</summary>
    /// <param name="state">Where it stands so far.</param>
    public RunPicture(RunState state)
    {
        _state = state;
        (Id, WorkflowName) = (state.Id, state.Workflow.Name);
    }

    /// <summary>The run.</summary>
    public RunId Id { get; }

    /// <summary>Name of the workflow.</summary>
    public string WorkflowName { get; }

    /// <summary>Takes an event in, in order. One that the state has already changes nothing.</summary>
    /// <returns>False when this event changes what the ones before it mean: then <see cref="Replace"/> is to follow.</returns>
    public bool Add(RecordedEvent recorded)
    {
        lock (_gate)
        {
            if (recorded.Seq <= _state.LastSeq)
                return true;
            if (recorded.Event is RunRolledBack or RunMigrated)
                return false;
            _state.Apply(recorded);
            return true;
        }
    }

    /// <summary>Takes the state after an event that cannot be added.</summary>
    public void Replace(RunState newer)
    {
        lock (_gate)
            _state = newer;
    }

    /// <summary>The run as it is now.</summary>
    public RunMoment Now()
    {
        lock (_gate)
            return new RunMoment(_state.Status, _state.CreatedAt, _state.UpdatedAt, _state.Records);
    }

    /// <summary>How a step stands; null when there is none of that address.</summary>
    public StepRecord? Find(string path)
    {
        lock (_gate)
            return _state.Find(path);
    }
}

/// <summary>A run at one moment.</summary>
/// <param name="Status">Where it is.</param>
/// <param name="CreatedAt">When it started.</param>
/// <param name="UpdatedAt">When its last event was decided.</param>
/// <param name="Steps">How every step stands.</param>
internal sealed record RunMoment(RunStatus Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, ImmutableArray<StepRecord> Steps)
{
    /// <summary>Steps with an attempt in flight; those that other steps run inside of do no work themselves.</summary>
    public int InFlight => Steps.Count(static s => s.Status == StepStatus.Running && s.Inner is null);

    /// <summary>Whether it only waits: for a time, a signal, a person.</summary>
    public bool OnlyWaits => Status == RunStatus.Executing && InFlight == 0 && Steps.Any(static s => s.Status is StepStatus.Waiting or StepStatus.Unresolved);

    /// <summary>Steps that have ended.</summary>
    public int Ended => Steps.Count(static s => s.EndedAt is not null);
}
