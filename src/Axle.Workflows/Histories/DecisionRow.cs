namespace Axle.Workflows.Histories;

/// <summary>A decision as it is stored.</summary>
/// <param name="Seq">Sequence number of its last event.</param>
/// <param name="At">When it was made.</param>
/// <param name="Data">Its events in their stored form.</param>
public readonly record struct DecisionRow(long Seq, DateTimeOffset At, byte[] Data);
