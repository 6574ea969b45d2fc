using System.Collections.Immutable;

namespace Axle.Workflows.Definition;

/// <summary>How often, and after what wait, a failed attempt is followed by another. See <c>Resilience.Backoff</c> for the formula.</summary>
public sealed record RetryPolicy
{
    /// <summary>Three attempts, waiting 2 s and then 4 s, give or take a quarter.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>One attempt.</summary>
    public static RetryPolicy None { get; } = new() { MaxAttempts = 1 };

    /// <summary>Attempts in all, 1 to 1000; 3 by default.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Wait after the first attempt; 2 s by default.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Factor from one wait to the next, 1 to 100; 2 by default.</summary>
    public double Multiplier { get; init; } = 2;

    /// <summary>Longest wait; 5 minutes by default.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Share of a wait that is random, 0 to 1: the wait is multiplied by a number between 1 - jitter and 1 + jitter; 0.25 by default.</summary>
    public double Jitter { get; init; } = 0.25;

    /// <summary>Only these kinds of error are tried again; empty for every transient kind.</summary>
    public ImmutableArray<ErrorKind> On { get; init; } = [];

    /// <summary>These kinds are not tried again.</summary>
    public ImmutableArray<ErrorKind> NotOn { get; init; } = [];
}
