using System.Collections.Immutable;

namespace Axle.Workflows.Resilience.CircuitBreaking;

/// <summary>Where a circuit is. Stored: names may be added, never changed.</summary>
public enum CircuitStatus
{
    /// <summary>Calls go through and are counted.</summary>
    Closed,

    /// <summary>Calls are refused.</summary>
    Open,

    /// <summary>A few calls go through to see whether the other side is well again.</summary>
    HalfOpen,
}

/// <summary>What a call brought, as a circuit counts it.</summary>
public enum CircuitOutcome
{
    /// <summary>It says nothing about the other side: bad input, a person cancelled.</summary>
    Ignored,

    /// <summary>The other side answered.</summary>
    Success,

    /// <summary>The other side is not well.</summary>
    Failure,
}

/// <summary>All that a circuit remembers. Immutable; changed by <see cref="CircuitBreaker"/> alone.</summary>
public sealed record CircuitState
{
    /// <summary>Where it is.</summary>
    public required CircuitStatus Status { get; init; }

    /// <summary>When it got there.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Counts changes of <see cref="Status"/>: what a call brings counts only in the round in which it was let through.</summary>
    public long Round { get; init; }

    /// <summary>Calls of the sampling window, oldest first; in an open circuit those that opened it.</summary>
    public ImmutableArray<CircuitBucket> Window { get; init; } = [];

    /// <summary>Failures since the last success.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>What the last failure said; null when there was none.</summary>
    public string? Reason { get; init; }

    /// <summary>When each probe under way was let through, oldest first.</summary>
    public ImmutableArray<DateTimeOffset> Probes { get; init; } = [];

    /// <summary>Probes that succeeded in this round.</summary>
    public int Passed { get; init; }

    /// <summary>A closed circuit that has seen nothing yet.</summary>
    public static CircuitState Closed(DateTimeOffset since, long round = 0) => new() { Status = CircuitStatus.Closed, Since = since, Round = round };
}

/// <summary>Calls of one tenth of a sampling window.</summary>
/// <param name="Number">Tenths of the window since year 1.</param>
/// <param name="Successes">Calls that succeeded.</param>
/// <param name="Failures">Calls that failed.</param>
public readonly record struct CircuitBucket(long Number, int Successes, int Failures);
