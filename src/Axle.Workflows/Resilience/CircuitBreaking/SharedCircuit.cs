using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.CircuitBreaking;

/// <summary>
/// One circuit as this process knows it. Calls of a closed circuit are counted here; every other change is written with compare-and-set, so
/// that processes open and close together and one probe is one probe.
/// </summary>
internal sealed class SharedCircuit(string name, CircuitBreakerOptions options, IValueStore store, TimeProvider time)
{
    /// <summary>So old may be what this process knows of changes that others made.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private CircuitState _state = CircuitState.Closed(time.GetUtcNow());
    private long _version;
    private DateTimeOffset? _readAt;

    public async ValueTask<CircuitDecision> EnterAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        CircuitDecision decision = default;
        await ChangeAsync((state, now) => (decision = CircuitBreaker.Decide(state, options, now)).State, cancellationToken);
        return decision;
    }

    public ValueTask RecordAsync(CircuitTicket ticket, CircuitOutcome outcome, string? reason) =>
        ChangeAsync((state, now) => CircuitBreaker.Record(state, options, ticket, outcome, now, reason), CancellationToken.None);

    public async ValueTask<CircuitInfo> LookAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var calls = CircuitBreaker.Recent(_state, options, now);
            return new CircuitInfo(
                name, _state.Status, _state.Since, calls.Sum(static c => c.Successes + c.Failures), calls.Sum(static c => c.Failures),
                CircuitBreaker.NextProbeAt(_state, options, now), _state.Reason);
        }
    }

    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await ChangeAsync((state, now) => CircuitState.Closed(now, state.Round + 1), cancellationToken, mustBeStored: true);
    }

    private async ValueTask ChangeAsync(
        Func<CircuitState, DateTimeOffset, CircuitState> change, CancellationToken cancellationToken, bool mustBeStored = false)
    {
        while (true)
        {
            CircuitState next;
            long version;
            lock (_gate)
            {
                next = change(_state, time.GetUtcNow());
                if (ReferenceEquals(next, _state))
                    return;
                if (_state.Round == next.Round && next.Status == CircuitStatus.Closed)
                {
                    _state = next;
                    return;
                }

                version = _version;
            }

            if (await TryShareAsync(next, version, mustBeStored, cancellationToken))
                return;
        }
    }

    /// <summary>Writes a change that others must see; false when another process changed the circuit in between, and what it wrote was read.</summary>
    private async ValueTask<bool> TryShareAsync(CircuitState next, long version, bool mustBeStored, CancellationToken cancellationToken)
    {
        try
        {
            var written = await store.PutValueAsync(CircuitBreakers.Space, name, StoredJson.Write(next), version, expiresAt: null, cancellationToken);
            if (written is not { } newer)
            {
                await ReadAsync(cancellationToken);
                return false;
            }

            Adopt(next, newer);
            return true;
        }
        catch (Exception exception) when (!mustBeStored && exception is not OperationCanceledException)
        {
            // Work does not stop because a breaker cannot be shared for a moment: this process goes on with what it knows.
            lock (_gate)
                _state = next;
            return true;
        }
    }

    private async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_readAt is { } last && now >= last && now < last + Freshness)
                return;
            _readAt = now;
        }

        try
        {
            await ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // As above: what others know is worth a look, not a failure.
        }
    }

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        var stored = await store.FindValueAsync(CircuitBreakers.Space, name, time.GetUtcNow(), cancellationToken);
        if (stored is not null)
        {
            Adopt(StoredJson.Read<CircuitState>(stored), stored.Version);
            return;
        }

        // Removed by hand: the next change is the first one.
        lock (_gate)
            _version = 0;
    }

    private void Adopt(CircuitState state, long version)
    {
        lock (_gate)
        {
            if (version != _version)
                (_state, _version) = (state, version);
        }
    }
}
