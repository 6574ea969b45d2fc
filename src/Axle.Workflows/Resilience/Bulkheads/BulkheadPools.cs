using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>The pools of this process by name. A pool appears when its name is first used.</summary>
public sealed class BulkheadPools
{
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<string, BulkheadOptions> _options;
    private readonly ConcurrentDictionary<string, Bulkhead> _pools = new(StringComparer.Ordinal);

    /// <summary>Makes the pools.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">Settings of pools by name; others have the defaults.</param>
    /// <exception cref="AxleException">Validation: a setting is out of range.</exception>
    public BulkheadPools(TimeProvider time, IReadOnlyDictionary<string, BulkheadOptions>? options = null)
    {
        _time = time;
        _options = (options ?? ImmutableDictionary<string, BulkheadOptions>.Empty)
            .ToFrozenDictionary(static o => o.Key, static o => o.Value.Checked(), StringComparer.Ordinal);
    }

    /// <summary>The pool of that name.</summary>
    public Bulkhead this[string name] =>
        _pools.GetOrAdd(name, static (n, self) => new Bulkhead(n, self._options.GetValueOrDefault(n, BulkheadOptions.Default), self._time), this);

    /// <summary>Every pool that was used, by name: who has its slots, who waits and since when.</summary>
    public IReadOnlyList<BulkheadState> List() => [.. _pools.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => p.Value.State)];
}
