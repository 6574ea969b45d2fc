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

    /// <summary>When its wait is over by itself; null when it does not wait, or only something from outside ends the wait.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>The signal it waits for; null when it waits for none.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>What a person is asked; null when nobody is.</summary>
    public Payload? Question { get; init; }

    /// <summary>Tells the question from those that the step asked before, or asks later; null when nobody is asked.</summary>
    public string? QuestionId { get; init; }

    /// <summary>Who is asked besides, because nobody answered for a while; empty when nobody is.</summary>
    public ImmutableArray<string> AskedToo { get; init; } = [];

    /// <summary>How far its inner steps have come; null when it has none.</summary>
    public InnerProgress? Inner { get; init; }

    /// <summary>The turns of a handler that went on, oldest first; empty for all other steps.</summary>
    public ImmutableArray<StepTurn> Turns { get; init; } = [];

    /// <summary>Its evaluated input; null when it has none.</summary>
    public Payload? Input { get; init; }

    /// <summary>Its output; null when it has none.</summary>
    public Payload? Output { get; init; }

    /// <summary>Its last error; null when it has none.</summary>
    public AxleError? Error { get; init; }

    /// <summary>Why it was skipped; null when it was not.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Whether it was undone after it completed.</summary>
    public bool IsUndone { get; init; }

    /// <summary>Why it could not be undone; null when it was, or nobody tried.</summary>
    public AxleError? UndoError { get; init; }

    /// <summary>What was decided while it ran.</summary>
    public ImmutableArray<StepDecision> Decisions { get; init; } = [];
}
