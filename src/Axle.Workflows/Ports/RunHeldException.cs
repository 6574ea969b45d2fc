namespace Axle.Workflows.Ports;

/// <summary>Another living process executes the run, and only one may.</summary>
/// <param name="run">The run.</param>
/// <param name="owner">The process that holds it.</param>
public sealed class RunHeldException(RunId run, string owner)
    : Exception($"Run {run} is being executed by {owner}. Follow it with 'ax workflow status {run}', or pause it first with 'ax workflow pause {run}'.")
{
    /// <summary>The run.</summary>
    public RunId Run { get; } = run;

    /// <summary>The process that holds it.</summary>
    public string Owner { get; } = owner;
}
