namespace Axle.Workflows.Ports;

/// <summary>Another writer advanced the run first; nothing of this append was written. The loser forgets the run and may claim it anew.</summary>
/// <param name="run">The run.</param>
public sealed class RunConflictException(RunId run)
    : Exception($"Run {run} was advanced by another process; this one has let go of it. Nothing is lost: 'ax workflow status {run}' shows where it is.")
{
    /// <summary>The run.</summary>
    public RunId Run { get; } = run;
}
