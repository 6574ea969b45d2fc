using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>Waits. Exactly one of <paramref name="Duration"/>, <paramref name="Until"/> and <paramref name="Signal"/> is there.</summary>
/// <param name="Duration">How long.</param>
/// <param name="Until">A point in time: ISO 8601 text or an expression.</param>
/// <param name="Signal">Name of the signal, with expressions; its payload is the step's output.</param>
/// <param name="Timeout">Longest wait for a signal; null for no limit.</param>
public sealed record WaitAction(TimeSpan? Duration, Template? Until, Template? Signal, TimeSpan? Timeout) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "wait";
}
