using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Reference;

/// <summary>What a run that is taken up again after a failure keeps.</summary>
internal static class Kept
{
    /// <summary>How the steps had ended that are not done again, by path.</summary>
    /// <param name="state">The state right after the run was taken up again.</param>
    public static IReadOnlyDictionary<string, StepEnd> After(RunState state) => state.Records
        .Where(static r => r.Status is StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped)
        .ToDictionary(
            static r => r.Path,
            static r => new StepEnd(r.Status, r.Output?.Value, r.Status == StepStatus.Failed ? r.Error?.Kind : null),
            StringComparer.Ordinal);
}
