using System.Text.Json;

namespace Axle.Client.Runs;

/// <summary>A run. Lists leave out what only a run by itself tells.</summary>
public sealed record Run
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Name of its workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>Version of the workflow; null when it has none.</summary>
    public string? Version { get; init; }

    /// <summary>Where it is.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it waits for a person: <c>approval</c>, <c>deadLetter</c>, <c>unknownOutcome</c>, <c>budget</c>; empty when it does not.</summary>
    public IReadOnlyList<string> Attention { get; init; } = [];

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last event was.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; null when it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>US dollars that its steps spent on models.</summary>
    public decimal Usd { get; init; }

    /// <summary>What it failed with; null when it has not failed.</summary>
    public string? Error { get; init; }

    /// <summary>The run that it is a fork of; null when it is none.</summary>
    public string? ForkOf { get; init; }

    /// <summary>Sequence number of its last event.</summary>
    public required long LastSeq { get; init; }

    /// <summary>The inputs; null in lists.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>What it returned; null until it completed, and in lists.</summary>
    public JsonElement? Outputs { get; init; }

    /// <summary>What it waits for; empty in lists.</summary>
    public IReadOnlyList<RunWait> Waits { get; init; } = [];

    /// <summary>Whether it completed, failed or was cancelled.</summary>
    public bool HasEnded() => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}

/// <summary>Something that a run waits for.</summary>
/// <param name="Step">Address of the step that waits.</param>
/// <param name="Kind"><c>approval</c>, <c>signal</c>, <c>time</c>, <c>retry</c> or <c>outcome</c>.</param>
/// <param name="For">The signal, or the question; null for others.</param>
/// <param name="Until">When the wait is over by itself; null when only something from outside ends it.</param>
public sealed record RunWait(string Step, string Kind, string? For, DateTimeOffset? Until);

/// <summary>Where a run is.</summary>
public enum RunStatus
{
    /// <summary>It waits for its turn.</summary>
    Idle = 0,

    /// <summary>Its definition is read.</summary>
    Parsing,

    /// <summary>Its inputs are checked.</summary>
    Validating,

    /// <summary>Its steps are done, or wait.</summary>
    Executing,

    /// <summary>It starts nothing new until it is resumed.</summary>
    Paused,

    /// <summary>What it did is undone.</summary>
    Compensating,

    /// <summary>It ended well.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
