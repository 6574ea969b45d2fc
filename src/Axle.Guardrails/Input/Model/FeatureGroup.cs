namespace Axle.Guardrails.Input.Model;

/// <summary>A set of buckets that can be emptied at once.</summary>
/// <param name="limit">Buckets it holds at most; more are left out.</param>
internal sealed class FeatureGroup(int limit)
{
    private readonly int[] _buckets = new int[limit];
    /// <summary>When each bucket was added last. Bytes, so that all of them stay near the processor.</summary>
    private readonly byte[] _rounds = new byte[Features.Buckets];

    private int _count;
    private byte _round = 1;

    /// <summary>What is in it, in the order in which it came.</summary>
    public ReadOnlySpan<int> Buckets => _buckets.AsSpan(0, _count);

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _count = 0;
        if (_round++ < byte.MaxValue)
            return;
        Array.Clear(_rounds);
        _round = 1;
    }

    /// <summary>Adds the bucket of a hash, once.</summary>
    public void Add(ulong hash)
    {
        // FNV mixes low bits badly for short keys; the upper half is folded in (the usual xor-folding).
        var mixed = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
        var bucket = (int)(mixed >> 47);
        if (_rounds[bucket] == _round || _count == _buckets.Length)
            return;
        _rounds[bucket] = _round;
        _buckets[_count++] = bucket;
    }
}
