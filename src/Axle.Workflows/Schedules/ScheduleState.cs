namespace Axle.Workflows.Schedules;

/// <summary>What is remembered of a schedule. Stored: names may be added, never changed.</summary>
/// <param name="Text">The schedule in a line; when it changes, nothing of before counts as missed.</param>
/// <param name="Reached">The time until which nothing is left to do.</param>
/// <param name="LastStart">The time for which a run was started last; null when none was.</param>
/// <param name="PausedBy">Who paused it; null when it is not paused.</param>
/// <param name="PausedAt">When it was paused.</param>
/// <param name="Error">Why the last time started no run; null when it did.</param>
internal sealed record ScheduleState(
    string Text, DateTimeOffset Reached, DateTimeOffset? LastStart = null, string? PausedBy = null, DateTimeOffset? PausedAt = null, string? Error = null);
