namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>One try of a step.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedAt">When it started; null when unknown.</param>
/// <param name="EndedAt">When it ended; null when unknown.</param>
/// <param name="Status">For example <c>succeeded</c> or <c>failed</c>; empty when unknown.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record RunAttempt(int Number, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string Status, string? Error);
