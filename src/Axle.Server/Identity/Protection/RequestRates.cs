using System.Threading.RateLimiting;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Protection;

/// <summary>How many requests one caller may make: a user or key that is known, and a network that is not.</summary>
/// <param name="options">The rates.</param>
internal sealed class RequestRates(RateOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Caller, RateOptions.Rate Rate)> _limiter =
        PartitionedRateLimiter.Create<(string Caller, RateOptions.Rate Rate), string>(static subject => RateLimitPartition.GetTokenBucketLimiter(
            subject.Caller,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = subject.Rate.Burst,
                TokensPerPeriod = subject.Rate.PerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));

    /// <summary>Counts a request: whoever is known by who they are, others by their network.</summary>
    /// <exception cref="ApiProblemException">Too many.</exception>
    public void Admit(HttpContext http, Principal? principal, AccessRule rule)
    {
        if (!Counts(http.Request.Path, isKnown: principal is not null, rule))
            return;
        var subject = principal is null ? ("net " + Network.Of(http), options.Unknown) : (principal.Key ?? principal.User, options.Known);
        using var lease = _limiter.AttemptAcquire(subject);
        if (lease.IsAcquired)
            return;
        http.Response.Headers.RetryAfter = "1";
        throw new ApiProblemException(new ApiProblem(
            429, "rateLimited", "Too many requests", "You make more requests than this server takes from one caller. Wait a second, then go on more slowly."));
    }

    /// <summary>
    /// All of the API. Elsewhere not what is for anyone, such as the dashboard's files and what has keys of its own; and the gateway counts by its own limits
    /// whomever it lets in.
    /// </summary>
    private static bool Counts(PathString path, bool isKnown, AccessRule rule) =>
        path.StartsWithSegments("/api") || (rule.Permission is not null && !(isKnown && path.StartsWithSegments("/v1")));

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}

/// <summary>Rates of requests to the API.</summary>
public sealed record RateOptions
{
    /// <summary>Of each user and each key. Default: 500 a second, 2,000 at once.</summary>
    public Rate Known { get; init; } = new(500, 2_000);

    /// <summary>Of each network of callers who are not signed in. Default: 20 a second, 100 at once.</summary>
    public Rate Unknown { get; init; } = new(20, 100);

    /// <summary>A rate.</summary>
    /// <param name="PerSecond">Requests a second.</param>
    /// <param name="Burst">Requests at once.</param>
    public sealed record Rate(int PerSecond, int Burst);
}
