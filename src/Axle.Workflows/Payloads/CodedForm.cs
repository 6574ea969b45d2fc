using System.Text;

namespace Axle.Workflows.Payloads;

/// <summary>
/// How a stored value is written, read off its header. A value without a header is plain: no JSON text, and no UTF-8 text at all, begins
/// with the byte that headers begin with.
/// </summary>
/// <remarks>
/// The header: byte <c>0xFA</c>; the format, 1; flags (1 compressed, 2 encrypted); and when it is encrypted the length of the key's
/// id in one byte, the id in ASCII, and 12 bytes nonce. Then the value, and when it is encrypted 16 bytes tag; the whole header is
/// authenticated with it. A compressed value is its length (7 bits a byte, low ones first, high bit: more follow) and a Brotli stream
/// (RFC 7932).
/// </remarks>
/// <param name="IsCompressed">Whether it is compressed.</param>
/// <param name="KeyId">The key it is encrypted with; null when it is not encrypted.</param>
public sealed record CodedForm(bool IsCompressed, string? KeyId)
{
    internal const int TagLength = 16;
    private const int NonceLength = 12;
    private const byte Mark = 0xFA;
    private const byte Format = 1;
    private const byte CompressedFlag = 1;
    private const byte EncryptedFlag = 2;
    private const int FlagsAt = 2;
    private const int KeyAt = 4;

    /// <summary>Neither compressed nor encrypted.</summary>
    public bool IsPlain => !IsCompressed && KeyId is null;

    /// <summary>Reads how a stored value is written. Needs no key.</summary>
    /// <exception cref="AxleException">Validation: the header was cut off or changed, or is of a newer version.</exception>
    public static CodedForm Read(ReadOnlySpan<byte> stored) => Read(stored, out _);

    internal static bool HasHeader(ReadOnlySpan<byte> stored) => stored.Length > 0 && stored[0] == Mark;

    internal static CodedForm Read(ReadOnlySpan<byte> stored, out int headerLength)
    {
        headerLength = 0;
        if (!HasHeader(stored))
            return new CodedForm(IsCompressed: false, KeyId: null);
        headerLength = FlagsAt + 1;
        if (stored.Length < headerLength)
            throw Unreadable("ends within its header");
        if (stored[1] != Format || stored[FlagsAt] > (CompressedFlag | EncryptedFlag))
            throw Unreadable("has a header that this version of Axle does not know: it was changed, or written by a newer version");
        var compressed = (stored[FlagsAt] & CompressedFlag) != 0;
        return (stored[FlagsAt] & EncryptedFlag) == 0
            ? new CodedForm(compressed, KeyId: null)
            : new CodedForm(compressed, ReadKey(stored, ref headerLength));
    }

    /// <summary>The header; its nonce is still zero.</summary>
    internal byte[] Header()
    {
        var flags = (byte)((IsCompressed ? CompressedFlag : 0) | (KeyId is null ? 0 : EncryptedFlag));
        return KeyId is null
            ? [Mark, Format, flags]
            : [Mark, Format, flags, (byte)KeyId.Length, .. Encoding.ASCII.GetBytes(KeyId), .. stackalloc byte[NonceLength]];
    }

    internal static Span<byte> Nonce(byte[] header) => header.AsSpan(header.Length - NonceLength);

    internal static ReadOnlySpan<byte> Nonce(ReadOnlySpan<byte> header) => header[^NonceLength..];

    private static string ReadKey(ReadOnlySpan<byte> stored, ref int headerLength)
    {
        var length = stored.Length < KeyAt ? 0 : stored[KeyAt - 1];
        headerLength = KeyAt + length + NonceLength;
        if (length == 0 || stored.Length < headerLength + TagLength)
            throw Unreadable("ends within its header");
        var key = Encoding.ASCII.GetString(stored.Slice(KeyAt, length));
        return PayloadKeys.IsKeyId(key) ? key : throw Unreadable("names a key that cannot exist: it was changed");
    }

    private static AxleException Unreadable(string how) =>
        new(ErrorKind.Validation, $"A stored value {how}. Restore it from a backup, or read it with the version that wrote it.");
}
