using Axle.Models.Health;
using Axle.Models.Limits;

namespace Axle.Models.Routing;

/// <summary>How one deployment stands now: an entry of the configuration, a model, a key.</summary>
/// <param name="Provider">The entry's name.</param>
/// <param name="Model">The model.</param>
/// <param name="Key">The environment variable of its key, never the key; empty when it needs none.</param>
/// <param name="Health">Its breaker, the share of failures, the moving average of its time.</param>
/// <param name="Since">Since when its breaker stands as it does; null when it never moved.</param>
public sealed record DeploymentStanding(string Provider, string Model, string Key, HealthState Health, DateTimeOffset? Since)
{
    /// <summary>Why it cannot be asked as it is configured, with the cure; null when it can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Calls under way.</summary>
    public int UnderWay { get; init; }

    /// <summary>Calls that ended in the last sixty seconds, well or not.</summary>
    public long RequestsLastMinute { get; init; }

    /// <summary>Tokens of the answers of the last sixty seconds, in and out.</summary>
    public long TokensLastMinute { get; init; }

    /// <summary>The limits of its key, which all models of the entry share.</summary>
    public LimitStanding Limits { get; init; } = new(null, null);
}
