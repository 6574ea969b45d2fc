namespace Axle.Models.Health;

/// <summary>
/// The health of one deployment (provider, model, key): a value. <see cref="HealthMachine"/> says what follows from an attempt. Counts fade: an
/// attempt counts half after <see cref="HealthRules.HalfLife"/>.
/// </summary>
public readonly record struct HealthState
{
    /// <summary>Where its breaker stands.</summary>
    public CircuitPosition Circuit { get; init; }

    /// <summary>While the breaker is open: from when a probe may go through.</summary>
    public DateTimeOffset OpenUntil { get; init; }

    /// <summary>How many times the breaker opened since it was last closed.</summary>
    public int Openings { get; init; }

    /// <summary>Why it opened last.</summary>
    public ErrorKind Cause { get; init; }

    /// <summary>Whether a probe is under way.</summary>
    public bool IsProbing { get; init; }

    /// <summary>Attempts, faded as of <see cref="CountedAt"/>.</summary>
    public double Attempts { get; init; }

    /// <summary>Failures among them, faded alike.</summary>
    public double Failures { get; init; }

    /// <summary>As of when the counts hold.</summary>
    public DateTimeOffset CountedAt { get; init; }

    /// <summary>Failures since the last success.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Moving average of the time of successful attempts; zero before the first.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Failures among the attempts, 0 to 1.</summary>
    public double FailureShare => Attempts > 0 ? Failures / Attempts : 0;
}
