using System.IO.Compression;

namespace Axle.Workflows.Payloads;

/// <summary>Packs bytes with Brotli (RFC 7932) behind their length, and unpacks them without trusting that length.</summary>
internal static class BrotliPacking
{
    /// <summary>Below this nothing is won that would pay for looking.</summary>
    private const int Least = 64;

    /// <summary>Of 0 to 11: about the speed of gzip, and denser.</summary>
    private const int Quality = 4;
    private const int Window = 22;
    private const int FirstChunk = 64 * 1024;
    private const int MostLengthBytes = 5;

    /// <summary>The packed bytes; null when they are not at least an eighth smaller.</summary>
    public static byte[]? TryPack(ReadOnlySpan<byte> plain)
    {
        if (plain.Length < Least)
            return null;
        var packed = new byte[plain.Length - (plain.Length / 8)];
        var length = WriteLength(packed, plain.Length);
        return BrotliEncoder.TryCompress(plain, packed.AsSpan(length), out var written, Quality, Window)
            ? packed[..(length + written)]
            : null;
    }

    /// <summary>The plain bytes.</summary>
    /// <exception cref="AxleException">Validation: they are more than the limit, or the packed bytes were changed.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, int limit)
    {
        var length = ReadLength(ref packed);
        if (length > limit)
            throw TooLarge(length, limit);
        // A few bytes may claim any length: memory is given as it is filled.
        var plain = new byte[Math.Min(length, FirstChunk)];
        var filled = 0;
        using var decoder = default(BrotliDecoder);
        while (true)
        {
            var status = decoder.Decompress(packed, plain.AsSpan(filled), out var consumed, out var written);
            packed = packed[consumed..];
            filled += written;
            if (status == System.Buffers.OperationStatus.Done && filled == length && packed.IsEmpty)
                return plain;
            if (status != System.Buffers.OperationStatus.DestinationTooSmall || plain.Length == length)
                throw Changed();
            Array.Resize(ref plain, (int)Math.Min(length, plain.Length * 2L));
        }
    }

    public static AxleException TooLarge(long length, int limit) => new(
        ErrorKind.Validation, $"A stored value has {length} bytes when it is unpacked, and {limit} are allowed. Raise MaxDecodedSize if it is yours.");

    private static int WriteLength(Span<byte> target, int value)
    {
        var at = 0;
        for (; value >= 0x80; value >>= 7)
            target[at++] = (byte)(value | 0x80);
        target[at++] = (byte)value;
        return at;
    }

    private static long ReadLength(ref ReadOnlySpan<byte> packed)
    {
        var length = 0L;
        for (var at = 0; at < Math.Min(MostLengthBytes, packed.Length); at++)
        {
            length |= (packed[at] & 0x7FL) << (7 * at);
            if (packed[at] < 0x80)
            {
                packed = packed[(at + 1)..];
                return length;
            }
        }

        throw Changed();
    }

    private static AxleException Changed() => new(
        ErrorKind.Validation, "A compressed stored value cannot be unpacked: it was changed after it was written. Restore it from a backup.");
}
