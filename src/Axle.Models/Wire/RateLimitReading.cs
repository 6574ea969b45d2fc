namespace Axle.Models.Wire;

/// <summary>What a provider said about its limits in the headers of one answer, on this machine's clock.</summary>
/// <param name="At">When the answer came.</param>
/// <param name="Requests">Its limit of requests; null when it said nothing.</param>
/// <param name="Tokens">Its limit of tokens; null when it said nothing.</param>
/// <param name="BlockedUntil">Until when it asks to be left alone; null when it does not.</param>
public sealed record RateLimitReading(DateTimeOffset At, RateLimitCount? Requests, RateLimitCount? Tokens, DateTimeOffset? BlockedUntil);

/// <summary>How one limit stands.</summary>
/// <param name="Limit">Most in its window; null when not said.</param>
/// <param name="Left">What is left of it now.</param>
/// <param name="ResetAt">When all of it is there again; null when not said.</param>
public sealed record RateLimitCount(long? Limit, long Left, DateTimeOffset? ResetAt);
