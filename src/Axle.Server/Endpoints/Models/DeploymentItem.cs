using Axle.Models.Health;
using Axle.Models.Routing;
using Axle.Models.Wire;

namespace Axle.Server.Endpoints.Models;

/// <summary>How a model of a provider stands now, by one key.</summary>
/// <param name="Model">The model.</param>
/// <param name="Key">The environment variable of its key, never the key; empty when it needs none.</param>
/// <param name="Circuit">Where its breaker stands.</param>
/// <param name="Since">Since when; null when it never moved.</param>
/// <param name="FailureShare">Failures among its newest attempts, 0 to 1.</param>
/// <param name="LatencySeconds">How long answers take on average; 0 before the first.</param>
/// <param name="UnderWay">Calls under way.</param>
/// <param name="RequestsLastMinute">Calls that ended in the last minute.</param>
/// <param name="TokensLastMinute">Tokens of their answers.</param>
/// <param name="Requests">Its limit of requests a minute; null when nobody limits them.</param>
/// <param name="Tokens">Its limit of tokens a minute; null when nobody limits them.</param>
/// <param name="Obstacle">Why it cannot be asked, with the cure; null when it can.</param>
public sealed record DeploymentItem(
    string Model, string Key, CircuitPosition Circuit, DateTimeOffset? Since, double FailureShare, double LatencySeconds, int UnderWay,
    long RequestsLastMinute, long TokensLastMinute, RateLimitCount? Requests, RateLimitCount? Tokens, string? Obstacle)
{
    internal static DeploymentItem Of(DeploymentStanding standing) => new(
        standing.Model, standing.Key, standing.Health.Circuit, standing.Since, Math.Round(standing.Health.FailureShare, 4),
        Math.Round(standing.Health.Latency.TotalSeconds, 3), standing.UnderWay, standing.RequestsLastMinute, standing.TokensLastMinute,
        standing.Limits.Requests, standing.Limits.Tokens, standing.Obstacle);
}
