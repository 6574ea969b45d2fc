namespace Axle.Workflows.Resilience.CircuitBreaking;

/// <summary>A circuit breaker for people to look at.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Since">When it got there.</param>
/// <param name="Calls">Calls of the sampling window; in an open circuit those of the window that opened it.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="NextProbeAt">When it lets the next call through; null when it does so now.</param>
/// <param name="Reason">What the last failure said; null when there was none.</param>
public sealed record CircuitInfo(
    string Name, CircuitStatus Status, DateTimeOffset Since, int Calls, int Failures, DateTimeOffset? NextProbeAt, string? Reason);
