using System.Globalization;
using System.Net.Http.Headers;

namespace Axle.Models.Wire;

/// <summary>
/// Reads <c>anthropic-ratelimit-*</c> and the <c>x-ratelimit-*</c> of OpenAI and those who follow it. Resets are times (RFC 3339), durations
/// (<c>6m0s</c>, <c>120ms</c>), seconds, or seconds or milliseconds since 1970.
/// </summary>
internal static class RateLimitHeaders
{
    private const string CommonPrefix = "x-ratelimit-";
    private const string AnthropicPrefix = "anthropic-ratelimit-";
    private static readonly TimeSpan LongestReset = TimeSpan.FromDays(31);
    private static readonly Names AnthropicRequests = OfAnthropic("requests");
    private static readonly Names AnthropicTokens = OfAnthropic("tokens");
    private static readonly Names AnthropicInput = OfAnthropic("input-tokens");
    private static readonly Names AnthropicOutput = OfAnthropic("output-tokens");
    private static readonly Names Common = OfOthers("");
    private static readonly Names CommonRequests = OfOthers("-requests");
    private static readonly Names CommonTokens = OfOthers("-tokens");

    /// <summary>The reading; null when the headers say nothing about limits and <paramref name="retryAfter"/> is null.</summary>
    public static RateLimitReading? Read(HttpResponseHeaders headers, TimeSpan? retryAfter, DateTimeOffset now)
    {
        // Every answer comes by here, and most servers of one's own say nothing.
        if (!SayLimits(headers))
            return retryAfter is null ? null : new RateLimitReading(now, null, null, now + retryAfter);
        var clock = ServerClock.Of(headers, now);
        var requests = Count(headers, AnthropicRequests, clock) ?? Count(headers, CommonRequests, clock) ?? Count(headers, Common, clock);
        var tokens = Count(headers, AnthropicTokens, clock)
            ?? Scarcer(Count(headers, AnthropicInput, clock), Count(headers, AnthropicOutput, clock))
            ?? Count(headers, CommonTokens, clock);
        return requests is null && tokens is null && retryAfter is null
            ? null
            : new RateLimitReading(now, requests, tokens, now + retryAfter);
    }

    private static bool SayLimits(HttpResponseHeaders headers)
    {
        foreach (var header in headers.NonValidated)
        {
            if (header.Key.StartsWith(CommonPrefix, StringComparison.OrdinalIgnoreCase) ||
                header.Key.StartsWith(AnthropicPrefix, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static RateLimitCount? Scarcer(RateLimitCount? first, RateLimitCount? second) =>
        second is null || first?.Left <= second.Left ? first : second;

    private static RateLimitCount? Count(HttpResponseHeaders headers, Names names, ServerClock clock) => Number(headers, names.Left) is { } left
        ? new RateLimitCount(Number(headers, names.Limit), left, ReadReset(Text(headers, names.Reset), clock))
        : null;

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

    private static Names OfAnthropic(string what) =>
        new($"{AnthropicPrefix}{what}-limit", $"{AnthropicPrefix}{what}-remaining", $"{AnthropicPrefix}{what}-reset");

    private static Names OfOthers(string what) => new($"{CommonPrefix}limit{what}", $"{CommonPrefix}remaining{what}", $"{CommonPrefix}reset{what}");

    private sealed record Names(string Limit, string Left, string Reset);
}
