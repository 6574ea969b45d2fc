namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>One step of the run.</summary>
/// <param name="Key">The step's key.</param>
/// <param name="Agent">The agent that did it; empty when none.</param>
/// <param name="Action">What it did; empty when unknown.</param>
/// <param name="Status">For example <c>succeeded</c>, <c>failed</c>, <c>skipped</c>, <c>running</c>.</param>
/// <param name="StartedAt">When the first attempt started; null when unknown.</param>
/// <param name="EndedAt">When it ended; null when it had not, or when unknown.</param>
/// <param name="Attempts">The attempts in order; may be without times.</param>
/// <param name="DependsOn">Keys of the steps it waited for.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record RunStep(
    string Key,
    string Agent,
    string Action,
    string Status,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<RunAttempt> Attempts,
    IReadOnlyList<string> DependsOn,
    string? Error)
{
    /// <summary>How long it took; null when a time is missing.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;
}
