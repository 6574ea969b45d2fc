namespace Axle.Chaos.Faults;

/// <summary>A time in which something else was wrong than that nodes were killed, in seconds since the machine started.</summary>
internal sealed record Trouble(FaultKind Kind, double From, double To);
