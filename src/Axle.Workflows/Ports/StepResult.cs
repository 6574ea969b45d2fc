using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>What an attempt brought.</summary>
/// <param name="Output">The step's output.</param>
/// <param name="Decisions">What was decided on the way; recorded in the run's events.</param>
public sealed record StepResult(Payload Output, ImmutableArray<StepDecision> Decisions)
{
    /// <summary>A result without decisions.</summary>
    public StepResult(Payload output)
        : this(output, [])
    {
    }
}
