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

    /// <summary>
    /// Null for a result. Else the work goes on: <see cref="Output"/> is a note of how far it has come, and the handler is called again, with the
    /// notes of all turns in <see cref="StepContext.Turns"/>, when the steps asked for here have ended.
    /// </summary>
    public NextSteps? Next { get; init; }

    /// <summary>The work goes on in another turn.</summary>
    /// <param name="note">How far it has come: recorded before anything follows, so that a crash loses none of it.</param>
    /// <param name="next">The steps that come first; <see cref="NextSteps.None"/> to go on at once.</param>
    /// <param name="decisions">What was decided on the way.</param>
    /// <param name="usage">What this turn spent on models.</param>
    public static StepResult Continue(Payload note, NextSteps next, ImmutableArray<StepDecision> decisions = default, ModelUsage? usage = null) =>
        new(note, decisions.IsDefault ? [] : decisions, usage) { Next = next };
}
