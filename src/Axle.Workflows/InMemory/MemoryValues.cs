using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.InMemory;

/// <summary>The values of a <see cref="MemoryDisk"/>. Not safe for threads by itself.</summary>
internal sealed class MemoryValues
{
    private readonly SortedDictionary<(string Space, string Key), StoredValue> _values = new(
        Comparer<(string Space, string Key)>.Create(static (a, b) =>
            string.CompareOrdinal(a.Space, b.Space) is not 0 and var order ? order : string.CompareOrdinal(a.Key, b.Key)));

    public StoredValue? Find(string space, string key, DateTimeOffset now)
    {
        Forget(now);
        return _values.GetValueOrDefault((space, key));
    }

    public IReadOnlyList<StoredValue> List(string space, DateTimeOffset now)
    {
        Forget(now);
        return [.. _values.Where(v => v.Key.Space == space).Select(static v => v.Value)];
    }

    public IReadOnlyList<string> Spaces(DateTimeOffset now)
    {
        Forget(now);
        return [.. _values.Keys.Select(static k => k.Space).Distinct()];
    }

    public long? Put(string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt)
    {
        var version = _values.GetValueOrDefault((space, key))?.Version ?? 0;
        if (expected is { } wanted && wanted != version)
            return null;
        _values[(space, key)] = new StoredValue(key, Payload.FromJson(value.Utf8()), version + 1, expiresAt);
        return version + 1;
    }

    public bool Remove(string space, string key) => _values.Remove((space, key));

    /// <summary>Whoever asks says what time it is: what has expired by then is gone for writers, too.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var expired in _values.Where(v => v.Value.ExpiresAt <= now).Select(static v => v.Key).ToArray())
            _values.Remove(expired);
    }
}
