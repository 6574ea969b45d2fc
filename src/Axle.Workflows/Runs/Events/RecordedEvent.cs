namespace Axle.Workflows.Runs.Events;

/// <summary>An event with its place in the history.</summary>
/// <param name="Seq">Place in the run's history, from 1, without gaps.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Event">What happened.</param>
public sealed record RecordedEvent(long Seq, DateTimeOffset At, RunEvent Event);
