using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Engine;

/// <summary>Where a run stands when the engine let go of it: it ended, or it is paused with nothing in flight.</summary>
/// <param name="Run">The run.</param>
/// <param name="Status">Completed, failed, cancelled or paused.</param>
/// <param name="Outputs">What it returned; null unless completed.</param>
/// <param name="Error">What it failed with; null unless failed.</param>
/// <param name="Steps">How every step went.</param>
public sealed record RunOutcome(RunId Run, RunStatus Status, Payload? Outputs, AxleError? Error, ImmutableArray<StepRecord> Steps);
