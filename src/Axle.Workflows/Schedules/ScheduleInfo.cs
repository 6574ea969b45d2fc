namespace Axle.Workflows.Schedules;

/// <summary>A schedule for people to look at.</summary>
/// <param name="Id">Its name: the workflow's, and its number in the file from 0: <c>nightly/0</c>.</param>
/// <param name="Workflow">The workflow that it starts.</param>
/// <param name="Text">When, in a line.</param>
/// <param name="Next">When it is due next; null when it is paused or its time never comes again.</param>
/// <param name="LastStart">The time for which a run was started last; null when none was.</param>
/// <param name="PausedBy">Who paused it; null when it is not paused.</param>
/// <param name="PausedAt">When it was paused.</param>
/// <param name="Error">Why the last time started no run; null when it did.</param>
public sealed record ScheduleInfo(
    string Id, string Workflow, string Text, DateTimeOffset? Next, DateTimeOffset? LastStart, string? PausedBy, DateTimeOffset? PausedAt, string? Error);
