using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Engine;

/// <summary>Where a run stands when the engine let go of it: it ended, or it is paused with nothing in flight.</summary>
public sealed class RunOutcome
{
    private readonly Lazy<ImmutableArray<StepRecord>> _steps;

    internal RunOutcome(RunState state)
    {
        Run = state.Id;
        Status = state.Status;
        Outputs = state.Outputs;
        Error = state.Error;
        // The state rests: nobody changes it any more.
        _steps = new(() => state.Records);
    }

    /// <summary>The run.</summary>
    public RunId Run { get; }

    /// <summary>Completed, failed, cancelled or paused.</summary>
    public RunStatus Status { get; }

    /// <summary>What it returned; null unless completed.</summary>
    public Payload? Outputs { get; }

    /// <summary>What it failed with; null unless failed.</summary>
    public AxleError? Error { get; }

    /// <summary>How every step went.</summary>
    public ImmutableArray<StepRecord> Steps => _steps.Value;
}
