using System.Numerics.Tensors;

namespace Axle.Models.Cache;

/// <summary>
/// Keeps answers in the memory of this process. What was not asked for longest goes first when entries or bytes run out.
/// </summary>
/// <param name="options">How many, how large.</param>
/// <param name="time">The clock.</param>
public sealed class MemoryCacheStore(CacheOptions options, TimeProvider time) : ICacheStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<CachedAnswer>> _byKey = [];
    private readonly Dictionary<string, HashSet<CachedAnswer>> _byGroup = [];

    // The one that was asked for last stands first.
    private readonly LinkedList<CachedAnswer> _order = [];
    private long _bytes;

    /// <summary>How many answers are kept; expired ones count until somebody asks for them or room is needed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _byKey.Count;
        }
    }

    /// <summary>Bytes of memory that they take, about.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <inheritdoc/>
    public ValueTask<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
            return new(_byKey.TryGetValue(key, out var node) ? Touch(node) : null);
    }

    /// <inheritdoc/>
    public ValueTask<CachedAnswer?> FindNearestAsync(
        string group, ReadOnlyMemory<float> vector, double threshold, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        CachedAnswer[] candidates;
        lock (_gate)
            candidates = _byGroup.TryGetValue(group, out var members) ? [.. members] : [];

        CachedAnswer? nearest = null;
        var best = threshold;
        foreach (var candidate in candidates)
        {
            if (candidate.Vector.Length != vector.Length)
                continue;
            var cosine = TensorPrimitives.Dot(candidate.Vector.Span, vector.Span);
            if (cosine >= best)
                (nearest, best) = (candidate, cosine);
        }

        return nearest is null ? new((CachedAnswer?)null) : FindAsync(nearest.Key, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(CachedAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_gate)
        {
            if (_byKey.TryGetValue(answer.Key, out var old))
                Remove(old, reason: null);
            if (answer.Bytes <= options.MaxBytes)
                Add(answer);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            var found = _byKey.TryGetValue(key, out var node);
            if (node is not null)
                Remove(node, "erased");
            return new(found);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> RemoveAsync(Scope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            LinkedListNode<CachedAnswer>[] gone = [.. _byKey.Values.Where(node => Matches(scope, node.Value.Scope))];
            foreach (var node in gone)
                Remove(node, "erased");
            return new(gone.Length);
        }
    }

    private static bool Matches(Scope asked, Scope made) =>
        (asked.Tenant is null || asked.Tenant == made.Tenant) && (asked.User is null || asked.User == made.User) &&
        (asked.Session is null || asked.Session == made.Session) && (asked.Run is null || asked.Run == made.Run) &&
        (asked.Step is null || asked.Step == made.Step) && (asked.Agent is null || asked.Agent == made.Agent);

    private CachedAnswer? Touch(LinkedListNode<CachedAnswer> node)
    {
        if (node.Value.ExpiresAt <= time.GetUtcNow())
        {
            Remove(node, "expired");
            return null;
        }

        _order.Remove(node);
        _order.AddFirst(node);
        return node.Value;
    }

    private void Add(CachedAnswer answer)
    {
        while (_byKey.Count >= options.MaxEntries || _bytes + answer.Bytes > options.MaxBytes)
            Remove(_order.Last!, "room");
        _byKey[answer.Key] = _order.AddFirst(answer);
        _bytes += answer.Bytes;
        if (answer.Group is { } group)
        {
            if (!_byGroup.TryGetValue(group, out var members))
                _byGroup[group] = members = new HashSet<CachedAnswer>(ReferenceEqualityComparer.Instance);
            members.Add(answer);
        }

        CacheInstruments.Kept(answer);
    }

    private void Remove(LinkedListNode<CachedAnswer> node, string? reason)
    {
        var answer = node.Value;
        _order.Remove(node);
        _byKey.Remove(answer.Key);
        _bytes -= answer.Bytes;
        if (answer.Group is { } group && _byGroup.TryGetValue(group, out var members) && members.Remove(answer) && members.Count == 0)
            _byGroup.Remove(group);
        CacheInstruments.Gone(answer, reason);
    }
}
