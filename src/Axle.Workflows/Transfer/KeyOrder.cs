using System.Text;

namespace Axle.Workflows.Transfer;

/// <summary>The order of keys, the same as that of the stores: numbers by value, all else byte by byte, texts by their UTF-8.</summary>
public sealed class KeyOrder : IComparer<object?[]>, IEqualityComparer<object?[]>
{
    private KeyOrder()
    {
    }

    /// <summary>The order.</summary>
    public static KeyOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(object?[]? x, object?[]? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        for (var i = 0; i < x.Length; i++)
        {
            if (Compare(x[i], y[i]) is not 0 and var order)
                return order;
        }

        return 0;
    }

    /// <inheritdoc/>
    public bool Equals(object?[]? x, object?[]? y) => Compare(x, y) == 0;

    /// <inheritdoc/>
    public int GetHashCode(object?[] obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        var hash = default(HashCode);
        foreach (var cell in obj)
        {
            if (cell is byte[] bytes)
                hash.AddBytes(bytes);
            else
                hash.Add(cell);
        }

        return hash.ToHashCode();
    }

    /// <summary>A key for people: its cells, with slashes between.</summary>
    public static string Text(object?[] key) => string.Join('/', key.Select(static cell => cell is byte[] bytes ? Convert.ToHexStringLower(bytes) : $"{cell}"));

    private static int Compare(object? x, object? y) => (x, y) switch
    {
        (long a, long b) => a.CompareTo(b),
        (string a, string b) => a == b ? 0 : Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (Guid a, Guid b) => a.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(b.ToByteArray(bigEndian: true)),
        _ => throw new ArgumentException("The cells of a key are of one kind, and never null."),
    };
}
