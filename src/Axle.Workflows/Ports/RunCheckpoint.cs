namespace Axle.Workflows.Ports;

/// <summary>A place in a run's history to come back to. The state there is the fold of the events up to <paramref name="Seq"/>.</summary>
/// <param name="Seq">Sequence number of the last event that counts.</param>
/// <param name="Name"><c>level-N</c> for the automatic ones, after the last step of level N; else the name that was given.</param>
/// <param name="Automatic">Whether the engine made it.</param>
/// <param name="At">When it was reached.</param>
public sealed record RunCheckpoint(long Seq, string Name, bool Automatic, DateTimeOffset At);
