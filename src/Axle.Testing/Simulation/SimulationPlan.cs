using Axle.Testing.Simulation.Generation;

namespace Axle.Testing.Simulation;

/// <summary>Trouble at a certain place, beside that by chance.</summary>
/// <param name="CrashAfterCommit">The process that makes this commit of the run, counted from 1, crashes right after it; null for none.</param>
/// <param name="GoBackTo">The event to which the run goes back after its end, once; null to leave that to chance.</param>
/// <param name="Pace">When people say what is waited for.</param>
internal sealed record SimulationPlan(int? CrashAfterCommit = null, long? GoBackTo = null, Pace Pace = Pace.Any)
{
    /// <summary>Chance alone.</summary>
    public static SimulationPlan None { get; } = new();
}
