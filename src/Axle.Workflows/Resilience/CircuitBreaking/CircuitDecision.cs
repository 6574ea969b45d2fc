namespace Axle.Workflows.Resilience.CircuitBreaking;

/// <summary>Whether a call may go through.</summary>
/// <param name="State">The circuit afterwards.</param>
/// <param name="Ticket">To be handed back with what the call brought; null when the call is refused.</param>
/// <param name="RetryAfter">How long until the circuit may let a call through again; zero when this one may go.</param>
public readonly record struct CircuitDecision(CircuitState State, CircuitTicket? Ticket, TimeSpan RetryAfter);

/// <summary>Lets one call through.</summary>
/// <param name="Round">The round of the circuit in which it was given.</param>
/// <param name="Probe">When the probe was let through; null when the circuit was closed.</param>
public sealed record CircuitTicket(long Round, DateTimeOffset? Probe);
