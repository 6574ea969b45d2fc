using System.Globalization;
using Axle.Models.Limits;
using Axle.Models.Wire;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Limits;

/// <summary>
/// Tells in OpenAI's headers how limits stand that a request met:
/// <c>x-ratelimit-limit-requests</c>, <c>x-ratelimit-remaining-requests</c>, <c>x-ratelimit-reset-requests</c>, and the same for tokens.
/// </summary>
internal static class LimitHeaders
{
    /// <summary>Sets those that are known.</summary>
    public static void Set(IHeaderDictionary headers, LimitStanding? limits, DateTimeOffset now)
    {
        if (limits is null)
            return;
        Set(headers, limits.Requests, now, "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests");
        Set(headers, limits.Tokens, now, "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens");
    }

    /// <summary>A time as OpenAI writes it: <c>120ms</c>, <c>8.64s</c>, <c>6m0s</c>, <c>1h0m0s</c>.</summary>
    internal static string Text(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1))
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Math.Ceiling(time.TotalMilliseconds)):0}ms");
        var seconds = time.Seconds + (time.Milliseconds / 1000.0);
        return time switch
        {
            { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m{seconds:0.###}s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h{time.Minutes}m{seconds:0.###}s"),
        };
    }

    private static void Set(IHeaderDictionary headers, RateLimitCount? count, DateTimeOffset now, string limit, string left, string reset)
    {
        if (count is null)
            return;
        if (count.Limit is { } most)
            headers[limit] = most.ToString(CultureInfo.InvariantCulture);
        headers[left] = count.Left.ToString(CultureInfo.InvariantCulture);
        if (count.ResetAt is { } at)
            headers[reset] = Text(at - now);
    }
}
