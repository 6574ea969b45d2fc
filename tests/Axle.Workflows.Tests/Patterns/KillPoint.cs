namespace Axle.Workflows.Tests.Patterns;

/// <summary>Where the first process is killed.</summary>
/// <param name="Event">Which event, counted over all runs, from 1.</param>
/// <param name="Before">Whether just before it becomes durable, with all work done that led to it, or just after.</param>
internal sealed record KillPoint(int Event, bool Before)
{
    public override string ToString() => $"killed just {(Before ? "before" : "after")} event {Event} became durable";
}
