using Axle.Models.Wire;

namespace Axle.Models.Limits;

/// <summary>How the limits of one key at one provider stand.</summary>
/// <param name="Requests">Requests a minute, as configured or as the provider says; null when nobody limits them.</param>
/// <param name="Tokens">Tokens a minute, in and out together; null when nobody limits them.</param>
public sealed record LimitStanding(RateLimitCount? Requests, RateLimitCount? Tokens)
{
    /// <summary>Of two, what leaves less, each for requests and tokens; null when there is neither.</summary>
    public static LimitStanding? Scarcer(LimitStanding? one, LimitStanding? other) => one is null || other is null
        ? one ?? other
        : new LimitStanding(Scarcer(one.Requests, other.Requests), Scarcer(one.Tokens, other.Tokens));

    internal static RateLimitCount? Scarcer(RateLimitCount? one, RateLimitCount? other) => other is null || one?.Left <= other.Left ? one : other;
}
