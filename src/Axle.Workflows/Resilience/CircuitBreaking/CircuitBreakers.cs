using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.CircuitBreaking;

/// <summary>
/// The circuit breakers of this process by name. Whether one is open is shared with other processes through the store: they notice within a
/// second. Calls are counted by each process for itself.
/// </summary>
public sealed class CircuitBreakers
{
    /// <summary>The space of the _store.</summary>
    public const string Space = "circuit";

    private readonly IValueStore _store;
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<string, CircuitBreakerOptions> _options;
    private readonly ConcurrentDictionary<string, SharedCircuit> _circuits = new(StringComparer.Ordinal);

    /// <summary>Makes the breakers.</summary>
    /// <param name="store">Where open and closed is kept, in <see cref="Space"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">Settings of breakers by name; others have the defaults.</param>
    /// <exception cref="AxleException">Validation: a setting is out of range.</exception>
    public CircuitBreakers(IValueStore store, TimeProvider time, IReadOnlyDictionary<string, CircuitBreakerOptions>? options = null)
    {
        _store = store;
        _time = time;
        _options = (options ?? ImmutableDictionary<string, CircuitBreakerOptions>.Empty)
            .ToFrozenDictionary(static o => o.Key, static o => o.Value.Checked(), StringComparer.Ordinal);
    }

    /// <summary>Lets a call through, or refuses it.</summary>
    /// <returns>To be handed to <see cref="RecordAsync"/> when the call has ended, however it ended.</returns>
    /// <exception cref="AxleException">Overloaded: the circuit is open; the error says when to try again.</exception>
    public async ValueTask<CircuitTicket> EnterAsync(string name, CancellationToken cancellationToken)
    {
        var decision = await Circuit(name).EnterAsync(cancellationToken);
        return decision.Ticket ?? throw new AxleException(new AxleError(ErrorKind.Overloaded, Refusal(name, decision), decision.RetryAfter));
    }

    /// <summary>Counts what a call brought.</summary>
    /// <param name="name">The breaker.</param>
    /// <param name="ticket">What let the call through.</param>
    /// <param name="outcome">What it brought.</param>
    /// <param name="reason">What a failure said, for people; at most 300 characters are kept.</param>
    public ValueTask RecordAsync(string name, CircuitTicket ticket, CircuitOutcome outcome, string? reason = null) =>
        Circuit(name).RecordAsync(ticket, outcome, reason is { Length: > 300 } ? reason[..300] : reason);

    /// <summary>Lists every breaker that was used here, or that some process ever opened, by name.</summary>
    public async ValueTask<IReadOnlyList<CircuitInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var stored = await _store.ListValuesAsync(Space, _time.GetUtcNow(), cancellationToken);
        var circuits = new List<CircuitInfo>();
        foreach (var name in stored.Select(static s => s.Key).Union(_circuits.Keys).Order(StringComparer.Ordinal))
            circuits.Add(await Circuit(name).LookAsync(cancellationToken));
        return circuits;
    }

    /// <summary>Closes a breaker for every process, and forgets what it counted.</summary>
    /// <exception cref="AxleException">NotFound: there is no such breaker.</exception>
    public async ValueTask ResetAsync(string name, CancellationToken cancellationToken)
    {
        var known = _circuits.ContainsKey(name) || await _store.FindValueAsync(Space, name, _time.GetUtcNow(), cancellationToken) is not null;
        if (!known)
            throw new AxleException(ErrorKind.NotFound, $"There is no circuit breaker '{name}': no step has gone through one of that name yet.");
        await Circuit(name).CloseAsync(cancellationToken);
    }

    private SharedCircuit Circuit(string name) => _circuits.GetOrAdd(
        name, static (n, self) => new SharedCircuit(n, self._options.GetValueOrDefault(n, CircuitBreakerOptions.Default), self._store, self._time), this);

    private static string Refusal(string name, CircuitDecision decision)
    {
        var wait = Math.Ceiling(decision.RetryAfter.TotalSeconds);
        var why = decision.State.Reason is { } reason ? $" The last failure was: {reason}" : "";
        return decision.State.Status == CircuitStatus.Open
            ? $"Circuit breaker '{name}' is open since {decision.State.Since:u}: nothing is tried for another {wait} s. Reset it to try at once.{why}"
            : $"Circuit breaker '{name}' is half open: a probe is under way, and its end, at most {wait} s from now, decides.{why}";
    }
}
