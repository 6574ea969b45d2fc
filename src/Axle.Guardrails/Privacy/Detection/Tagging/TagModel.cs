using System.Buffers.Binary;
using System.IO.Compression;

namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>
/// A linear sequence model: weights of features for labels and of labels for the next one; the best sequence is found by Viterbi's algorithm.
/// Trained as an averaged perceptron (Collins, 2002).
/// </summary>
internal sealed class TagModel
{
    private const int Magic = 0x31544158;

    private readonly uint[] _keys;
    private readonly int[] _rows;
    private readonly sbyte[] _weights;
    private readonly short[] _steps;
    private readonly int _mask;

    private TagModel(uint[] keys, sbyte[] weights, short[] steps)
    {
        _weights = weights;
        _steps = steps;
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, keys.Length * 2));
        _mask = size - 1;
        _keys = new uint[size];
        _rows = new int[size];
        for (var i = 0; i < keys.Length; i++)
        {
            var slot = (int)(keys[i] * 2654435769u >> 7) & _mask;
            while (_keys[slot] != 0)
                slot = (slot + 1) & _mask;
            _keys[slot] = keys[i];
            _rows[slot] = i * TagLabels.Count;
        }
    }

    /// <summary>The model that was trained for this version; read once.</summary>
    public static TagModel Shipped { get; } = ReadShipped();

    /// <summary>The key of a feature in the model; never 0.</summary>
    public static uint Key(ulong feature) => (uint)(feature >> 32) | 1;

    /// <summary>Reads a model file.</summary>
    public static TagModel Read(Stream packed)
    {
        using var file = new GZipStream(packed, CompressionMode.Decompress);
        Span<byte> head = stackalloc byte[8];
        file.ReadExactly(head);
        if (BinaryPrimitives.ReadInt32LittleEndian(head) != Magic)
            throw new InvalidDataException("This is no model of the tagger; train one with 'ax guard train-pii'.");
        var count = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        var keys = new uint[count];
        file.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(keys.AsSpan()));
        var weights = new sbyte[count * TagLabels.Count];
        file.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
        var steps = new short[TagLabels.Count * TagLabels.Count];
        file.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(steps.AsSpan()));
        return new TagModel(keys, weights, steps);
    }

    /// <summary>Writes a model file; the same input gives the same bytes.</summary>
    public static void Write(Stream file, IReadOnlyList<(uint Key, sbyte[] Weights)> features, short[] steps)
    {
        using var packed = new GZipStream(file, CompressionLevel.SmallestSize, leaveOpen: true);
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], features.Count);
        packed.Write(head);
        packed.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(features.Select(static f => f.Key).ToArray()));
        foreach (var (_, weights) in features)
            packed.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<sbyte>(weights));
        packed.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(steps));
    }

    /// <summary>The best label of every token, and by how much each beats the next best at its place.</summary>
    public (int[] Labels, float[] Margins) Tag(TagFeatures features)
    {
        var n = features.Count;
        var scores = new int[n * TagLabels.Count];
        Span<ulong> found = stackalloc ulong[TagFeatures.Most];
        for (var i = 0; i < n; i++)
        {
            var count = features.Write(i, found, out _);
            Add(found[..count], scores.AsSpan(i * TagLabels.Count, TagLabels.Count));
        }

        var labels = Viterbi.Best(scores, _steps, n, TagLabels.Count);
        var margins = new float[n];
        for (var i = 0; i < n; i++)
        {
            var row = scores.AsSpan(i * TagLabels.Count, TagLabels.Count);
            margins[i] = (row[labels[i]] - row[TagLabels.Outside]) / 64f;
        }

        return (labels, margins);
    }

    private void Add(ReadOnlySpan<ulong> found, Span<int> row)
    {
        foreach (var feature in found)
        {
            var key = Key(feature);
            var slot = (int)(key * 2654435769u >> 7) & _mask;
            while (_keys[slot] != 0)
            {
                if (_keys[slot] == key)
                {
                    var weights = _weights.AsSpan(_rows[slot], TagLabels.Count);
                    for (var label = 0; label < weights.Length; label++)
                        row[label] += weights[label];
                    break;
                }

                slot = (slot + 1) & _mask;
            }
        }
    }

    private static TagModel ReadShipped()
    {
        using var file = typeof(TagModel).Assembly.GetManifestResourceStream("Axle.Guardrails.pii-tagger.bin")!;
        return Read(file);
    }
}
