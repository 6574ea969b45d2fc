using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>What an attempt brought.</summary>
/// <param name="Output">The step's output.</param>
/// <param name="Decisions">What was decided on the way; recorded in the run's events.</param>
/// <param name="Usage">What it spent on models, counted against the run's budget; null for nothing.</param>
public sealed record StepResult(Payload Output, ImmutableArray<StepDecision> Decisions, ModelUsage? Usage = null)
{
    /// <summary>A result without decisions.</summary>
    public StepResult(Payload output)
        : this(output, [])
    {
    }
}
