using System.Globalization;
using System.Net.Http.Headers;

namespace Axle.Models.Wire;

/// <summary>
/// Reads <c>anthropic-ratelimit-*</c> and the <c>x-ratelimit-*</c> of OpenAI and those who follow it. Resets are times (RFC 3339), durations
/// (<c>6m0s</c>, <c>120ms</c>), seconds, or seconds or milliseconds since 1970.
/// </summary>
internal static class RateLimitHeaders
{
    private static readonly TimeSpan LongestReset = TimeSpan.FromDays(31);

    /// <summary>The reading; null when the headers say nothing about limits and <paramref name="retryAfter"/> is null.</summary>
    public static RateLimitReading? Read(HttpResponseHeaders headers, TimeSpan? retryAfter, DateTimeOffset now)
    {
        var clock = ServerClock.Of(headers, now);
        var requests = Anthropic(headers, "requests", clock) ?? Common(headers, "-requests", clock) ?? Common(headers, "", clock);
        var tokens = Anthropic(headers, "tokens", clock)
            ?? Scarcer(Anthropic(headers, "input-tokens", clock), Anthropic(headers, "output-tokens", clock))
            ?? Common(headers, "-tokens", clock);
        return requests is null && tokens is null && retryAfter is null
            ? null
            : new RateLimitReading(now, requests, tokens, now + retryAfter);
    }

    private static RateLimitCount? Anthropic(HttpResponseHeaders headers, string what, ServerClock clock) =>
        Count(headers, $"anthropic-ratelimit-{what}-limit", $"anthropic-ratelimit-{what}-remaining", $"anthropic-ratelimit-{what}-reset", clock);

    private static RateLimitCount? Common(HttpResponseHeaders headers, string what, ServerClock clock) =>
        Count(headers, $"x-ratelimit-limit{what}", $"x-ratelimit-remaining{what}", $"x-ratelimit-reset{what}", clock);

    private static RateLimitCount? Scarcer(RateLimitCount? first, RateLimitCount? second) =>
        second is null || first?.Left <= second.Left ? first : second;

    private static RateLimitCount? Count(HttpResponseHeaders headers, string limit, string left, string reset, ServerClock clock) =>
        Number(headers, left) is { } remaining ? new RateLimitCount(Number(headers, limit), remaining, ReadReset(Text(headers, reset), clock)) : null;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        long.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static DateTimeOffset? ReadReset(string? text, ServerClock clock)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number switch
            {
                < 1e8 => clock.Here + Shorter(TimeSpan.FromSeconds(number)),
                < 1e11 => clock.ToHere(DateTimeOffset.FromUnixTimeSeconds((long)number)),
                < 1e14 => clock.ToHere(DateTimeOffset.FromUnixTimeMilliseconds((long)number)),
                _ => null,
            };
        }

        if (WaitText.Read(text) is { } wait)
            return clock.Here + Shorter(wait);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? clock.ToHere(time) : null;
    }

    private static TimeSpan Shorter(TimeSpan wait) => wait < LongestReset ? wait : LongestReset;
}
