using System.Collections.Immutable;

namespace Axle.Workflows.Runs;

/// <summary>How a step went, for readers.</summary>
public sealed record StepRecord
{
    /// <summary>Address of the step in the run: keys joined by <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What it does: <c>agent</c>, <c>prompt</c>, <c>tool</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>What it does, in words: <c>security/scan-vulnerabilities</c>.</summary>
    public required string Does { get; init; }

    /// <summary>Where it is.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>Attempts made so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>Its level in the dependency graph, from 0.</summary>
    public required int Level { get; init; }

    /// <summary>Keys of the steps it depends on.</summary>
    public required ImmutableArray<string> DependsOn { get; init; }

    /// <summary>When its first attempt began; null when it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null when it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When its next attempt is due; null when none is.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Its output; null when it has none.</summary>
    public Payload? Output { get; init; }

    /// <summary>Its last error; null when it has none.</summary>
    public AxleError? Error { get; init; }

    /// <summary>Why it was skipped; null when it was not.</summary>
    public string? SkipReason { get; init; }

    /// <summary>What was decided while it ran.</summary>
    public ImmutableArray<StepDecision> Decisions { get; init; } = [];
}
