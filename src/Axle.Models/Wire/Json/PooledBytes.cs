using System.Buffers;

namespace Axle.Models.Wire.Json;

/// <summary>Bytes in a rented array that grows: requests are written into it, answers read into it. Used by one call, then given back.</summary>
internal sealed class PooledBytes(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>How many bytes are in it.</summary>
    public int Length { get; private set; }

    /// <summary>What is in it; gone after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return _array.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="FormatException">It holds more than <paramref name="most"/> bytes.</exception>
    public async ValueTask ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(GetMemory(512), cancellationToken) is > 0 and var read)
        {
            Advance(read);
            if (Length > most)
                throw new FormatException($"The answer is longer than {most} bytes.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        Length = 0;
    }

    private void Grow(int room)
    {
        if (_array.Length - Length >= room)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_array.Length * 2, Length + room)));
        _array.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
