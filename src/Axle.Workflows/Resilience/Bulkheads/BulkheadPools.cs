using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>The pools of this process by name. A pool appears when its name is first used.</summary>
public sealed class BulkheadPools : IDisposable
{
    private readonly TimeProvider _time;
    private readonly IBulkheadStore? _store;
    private readonly Action<string>? _note;
    private readonly FrozenDictionary<string, BulkheadOptions> _options;
    private readonly ConcurrentDictionary<string, Lazy<Bulkhead>> _pools = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Makes the pools.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">Settings of pools by name; others have the defaults.</param>
    /// <param name="store">Where their slots are shared with other processes; null for pools of this process alone.</param>
    /// <param name="note">Told when that store does not answer; null for nobody.</param>
    /// <exception cref="AxleException">Validation: a setting is out of range.</exception>
    public BulkheadPools(
        TimeProvider time, IReadOnlyDictionary<string, BulkheadOptions>? options = null, IBulkheadStore? store = null, Action<string>? note = null)
    {
        (_time, _store, _note) = (time, store, note);
        _options = (options ?? ImmutableDictionary<string, BulkheadOptions>.Empty)
            .ToFrozenDictionary(static o => o.Key, static o => o.Value.Checked(), StringComparer.Ordinal);
    }

    /// <summary>The pool of that name.</summary>
    public Bulkhead this[string name] => _pools.GetOrAdd(name, static (n, self) => new(() => self.Make(n)), this).Value;

    /// <summary>Every pool that was used, by name: who has its slots, who waits and since when.</summary>
    public IReadOnlyList<BulkheadState> List() => [.. _pools.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => p.Value.Value.State)];

    /// <summary>Asks for no more slots.</summary>
    public void Dispose() => _stopping.Cancel();

    private Bulkhead Make(string name)
    {
        var options = _options.GetValueOrDefault(name, BulkheadOptions.Default);
        if (_store is null)
            return new Bulkhead(name, options, _time);
        var shared = new SharedSlots(name, options, _store, _time, _note);
        _ = shared.RunAsync(_stopping.Token);
        return shared.Pool;
    }
}
