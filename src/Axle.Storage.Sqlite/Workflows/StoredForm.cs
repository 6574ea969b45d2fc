using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>How values lie in the file: readable JSON, or what a codec makes of it.</summary>
internal sealed class StoredForm(IPayloadCodec? codec)
{
    /// <summary>What is written for JSON text.</summary>
    public SqlValue Text(ReadOnlyMemory<byte> json) => codec is null ? SqlValue.Utf8(json) : Blob(json);

    /// <summary>What is written for bytes of any kind.</summary>
    public SqlValue Blob(ReadOnlyMemory<byte> plain) => codec is null ? plain : (ReadOnlyMemory<byte>)codec.Encode(plain.Span);

    /// <summary>The bytes that were written.</summary>
    public byte[] Plain(ReadOnlySpan<byte> stored) => codec is null ? stored.ToArray() : codec.Decode(stored);

    /// <summary>The JSON text that was written.</summary>
    /// <exception cref="AxleException">It was written with a codec, and there is none now.</exception>
    public ReadOnlyMemory<byte> Json(byte[] stored)
    {
        if (codec is not null)
            return codec.Decode(stored);
        if (stored.Length > 0 && stored[0] is not ((byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n')
            && !char.IsAsciiDigit((char)stored[0]))
        {
            throw new AxleException(
                ErrorKind.Validation,
                "The database holds compressed or encrypted data, and neither is configured. Configure what it was written with, with the same keys.");
        }

        return stored;
    }
}
