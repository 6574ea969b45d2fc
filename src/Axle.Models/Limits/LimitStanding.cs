using Axle.Models.Wire;

namespace Axle.Models.Limits;

/// <summary>How the limits of one key at one provider stand.</summary>
/// <param name="Requests">Requests a minute, as configured or as the provider says; null when nobody limits them.</param>
/// <param name="Tokens">Tokens a minute, in and out together; null when nobody limits them.</param>
public sealed record LimitStanding(RateLimitCount? Requests, RateLimitCount? Tokens);
