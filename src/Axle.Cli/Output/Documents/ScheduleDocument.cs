using System.Collections.Immutable;
using Axle.Workflows.Schedules;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>schedule list</c>.</summary>
internal sealed record ScheduleListDocument(ImmutableArray<SchedulePart> Schedules);

/// <summary>A schedule; the answer of <c>schedule pause</c> and <c>resume</c>.</summary>
internal sealed record SchedulePart(
    string Id, string Workflow, string When, DateTimeOffset? Next, DateTimeOffset? LastStart, string? PausedBy, DateTimeOffset? PausedAt, string? Error)
{
    public static SchedulePart Of(ScheduleInfo schedule) => new(
        schedule.Id, schedule.Workflow, schedule.Text, schedule.Next, schedule.LastStart, schedule.PausedBy, schedule.PausedAt, schedule.Error);
}

/// <summary>The answer of <c>schedule next</c>: soonest first.</summary>
internal sealed record UpcomingDocument(ImmutableArray<UpcomingPart> Upcoming);

/// <summary>A time at which a run starts.</summary>
internal sealed record UpcomingPart(string Id, DateTimeOffset At);
