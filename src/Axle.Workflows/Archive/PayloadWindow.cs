namespace Axle.Workflows.Archive;

/// <summary>
/// The large values that an archive told last. Who writes and who reads an archive keep the same ones, so a value is told again only
/// when it is needed after it fell out, and neither holds more than the window and the values of one event.
/// </summary>
internal sealed class PayloadWindow(long capacity)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values = new(StringComparer.Ordinal);
    private readonly Queue<(string Hash, int Size)> _order = new();
    private long _size;

    public bool Contains(string hash) => _values.ContainsKey(hash);

    public bool TryFind(string hash, out ReadOnlyMemory<byte> value) => _values.TryGetValue(hash, out value);

    /// <summary>Takes in a value. Whoever only asks <see cref="Contains"/> need not give the bytes.</summary>
    public void Add(string hash, int size, ReadOnlyMemory<byte> value)
    {
        if (!_values.TryAdd(hash, value))
            return;
        _order.Enqueue((hash, size));
        _size += size;
    }

    /// <summary>After an event: lets go of the oldest values that are too much.</summary>
    public void Trim()
    {
        while (_size > capacity)
        {
            var (hash, size) = _order.Dequeue();
            _values.Remove(hash);
            _size -= size;
        }
    }
}
