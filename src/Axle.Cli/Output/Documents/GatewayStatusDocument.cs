using System.Collections.Immutable;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>gateway status</c>, as the gateway tells it.</summary>
/// <param name="At">When it was told.</param>
/// <param name="StartedAt">Since when the gateway runs.</param>
/// <param name="UnderWay">Requests that are being answered, this one included.</param>
/// <param name="Deployments">Everybody who can be asked.</param>
internal sealed record GatewayStatusDocument(
    DateTimeOffset At, DateTimeOffset StartedAt, int UnderWay, ImmutableArray<DeploymentPart> Deployments);

/// <summary>How a deployment stands: an entry of the configuration, a model, a key.</summary>
/// <param name="Provider">The entry's name.</param>
/// <param name="Model">The model.</param>
/// <param name="Key">The environment variable of its key; absent when it needs none.</param>
/// <param name="Obstacle">Why it cannot be asked as it is configured; absent when it can.</param>
/// <param name="UnderWay">Calls under way.</param>
/// <param name="RequestsLastMinute">Calls that ended in the last minute.</param>
/// <param name="TokensLastMinute">Tokens of the last minute, in and out.</param>
/// <param name="Circuit">Its breaker: <c>closed</c>, <c>open</c> or <c>halfOpen</c>.</param>
/// <param name="Since">Since when; absent when it never moved.</param>
/// <param name="OpenUntil">From when a probe may go through.</param>
/// <param name="Cause">The error that opened it.</param>
/// <param name="ErrorRate">Share of failures lately, 0 to 1; an attempt counts half after the half-life of <c>routing.health</c>.</param>
/// <param name="FailuresInARow">Failures since the last answer.</param>
/// <param name="LatencyMs">Moving average of the time of answers; absent before the first.</param>
/// <param name="Limits">What is left of the limits of its key; absent without any.</param>
internal sealed record DeploymentPart(
    string Provider,
    string Model,
    string? Key,
    string? Obstacle,
    int UnderWay,
    long RequestsLastMinute,
    long TokensLastMinute,
    string Circuit,
    DateTimeOffset? Since,
    DateTimeOffset? OpenUntil,
    string? Cause,
    double ErrorRate,
    int FailuresInARow,
    double? LatencyMs,
    LimitsPart? Limits);

/// <summary>The limits of a key.</summary>
internal sealed record LimitsPart(LimitPart? Requests, LimitPart? Tokens);

/// <summary>How a limit a minute stands.</summary>
/// <param name="Limit">All of it; absent when the provider does not say.</param>
/// <param name="Left">What is left.</param>
/// <param name="ResetAt">When all of it is there again.</param>
internal sealed record LimitPart(long? Limit, long Left, DateTimeOffset? ResetAt);
