namespace Axle.Models.Health;

/// <summary>When a deployment is taken out, and when it is let back in.</summary>
public sealed record HealthRules
{
    /// <summary>Share of failures from which it is taken out, 0 to 1. Default: 0.5.</summary>
    public double FailureShare { get; init; } = 0.5;

    /// <summary>Attempts, counted as <see cref="HealthState.Attempts"/> does, below which a share means nothing. Default: 4.</summary>
    public double FewestAttempts { get; init; } = 4;

    /// <summary>Failures in a row from which it is taken out, however many attempts there were before. Default: 3.</summary>
    public int FailuresInARow { get; init; } = 3;

    /// <summary>After this time an attempt counts half. Default: 30 seconds.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is out the first time; every failed probe doubles it. Default: 2 seconds.</summary>
    public TimeSpan FirstBreak { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long it is out at most. Default: 2 minutes.</summary>
    public TimeSpan LongestBreak { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it is out at first when the cause needs a person: key, quota, unknown model. Default: 1 minute.</summary>
    public TimeSpan BreakUntilMended { get; init; } = TimeSpan.FromMinutes(1);
}
