using System.Collections.Immutable;
using System.Globalization;
using Axle.Models;
using Axle.Models.Embeddings;
using Axle.Models.Limits;
using Axle.Server.Identity;
using Axle.Server.OpenAi.Errors;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Limits;

/// <summary>Holds each key to the requests and tokens a minute that it may ask for.</summary>
internal sealed class KeyAdmission(IReadOnlyList<AccessKey> keys, ILimitStore store, TimeProvider time)
{
    private readonly Dictionary<AccessKey, CallerLimit> _limits = keys
        .Where(static key => key.RequestsPerMinute is not null || key.TokensPerMinute is not null)
        .ToDictionary(static key => key, key => new CallerLimit(store, key.Mark, key.RequestsPerMinute, key.TokensPerMinute, time));

    /// <summary>Lets a call in.</summary>
    /// <exception cref="ApiException">
    /// The key has used up its minute (429; the headers say how it stands), or nobody can say whether it has (503).
    /// </exception>
    public ValueTask<AdmittedCall> AdmitAsync(HttpContext http, Caller caller, ModelCall call) =>
        AdmitAsync(http, caller, limit => limit.TryTakeAsync(call, http.RequestAborted), () => call.Charges);

    /// <summary>Lets a request for vectors in.</summary>
    /// <exception cref="ApiException">As for a call.</exception>
    public ValueTask<AdmittedCall> AdmitAsync(HttpContext http, Caller caller, EmbeddingCall call) =>
        AdmitAsync(http, caller, limit => limit.TryTakeAsync(call, http.RequestAborted), () => call.Charges);

    private async ValueTask<AdmittedCall> AdmitAsync(
        HttpContext http,
        Caller caller,
        Func<CallerLimit, ValueTask<(CallerShare Share, CallerRefusal? Refusal)>> take,
        Func<ImmutableArray<ModelCharge>> charges)
    {
        if (caller.Key is not { } key || !_limits.TryGetValue(key, out var limit))
            return new AdmittedCall(null, default, charges, time);
        var (share, refusal) = await TakeAsync(limit, take);
        return refusal is null ? new AdmittedCall(limit, share, charges, time) : throw Refused(http, key, refusal);
    }

    // Where the store is, and what it says, is nothing for callers from outside.
    private static async ValueTask<(CallerShare Share, CallerRefusal? Refusal)> TakeAsync(
        CallerLimit limit, Func<CallerLimit, ValueTask<(CallerShare Share, CallerRefusal? Refusal)>> take)
    {
        try
        {
            return await take(limit);
        }
        catch (AxleException away)
        {
            var error = new ApiError(503, ApiErrorTypes.Server,
                "The limit of this access key cannot be counted: the store that all nodes share does not answer. Ask again in a moment.")
            {
                Code = "limits_unavailable",
                RetryAfter = TimeSpan.FromSeconds(1),
            };
            throw new ApiException(error, away);
        }
    }

    private ApiException Refused(HttpContext http, AccessKey key, CallerRefusal refusal)
    {
        LimitHeaders.Set(http.Response.Headers, refusal.Standing, time.GetUtcNow());
        var what = key.RequestsPerMinute is { } requests && (key.TokensPerMinute is null || refusal.Standing.Requests is { Left: 0 })
            ? string.Create(CultureInfo.InvariantCulture, $"{requests} requests")
            : string.Create(CultureInfo.InvariantCulture, $"{key.TokensPerMinute} tokens");
        return new ApiException(new ApiError(429, ApiErrorTypes.RateLimit,
            $"This access key may ask for {what} a minute, and they are used up. Ask again after the time in Retry-After, or have the key's limit raised.")
        {
            Code = "rate_limit_exceeded",
            RetryAfter = refusal.Wait,
        });
    }
}

/// <summary>A call that was let in: at its end, what it did need is what its key has used.</summary>
internal sealed class AdmittedCall(CallerLimit? limit, CallerShare share, Func<ImmutableArray<ModelCharge>> charges, TimeProvider time) : IDisposable
{
    /// <summary>Tells how the key and the provider that was asked stand, whichever leaves less.</summary>
    public void SetHeaders(IHeaderDictionary headers, LimitStanding? provider)
    {
        var now = time.GetUtcNow();
        LimitHeaders.Set(headers, LimitStanding.Scarcer(limit?.Standing(now), provider), now);
    }

    public void Dispose() => limit?.Settle(share, charges());
}
