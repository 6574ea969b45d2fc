using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>What an attempt that failed spent on models: carried by its exception, and counted like any other.</summary>
public static class AttemptUsage
{
    private const string Key = "axle.attemptUsage";

    /// <summary>Says what was spent until the attempt failed.</summary>
    public static void Attach(Exception failure, ModelUsage usage)
    {
        ArgumentNullException.ThrowIfNull(failure);
        failure.Data[Key] = usage;
    }

    /// <summary>What was said to be spent; null for nothing.</summary>
    public static ModelUsage? Of(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Data[Key] as ModelUsage;
    }
}
