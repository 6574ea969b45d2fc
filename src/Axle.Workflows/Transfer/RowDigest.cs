using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Axle.Workflows.Transfer;

/// <summary>
/// The SHA-256 of a row in its canonical form, the same for every store that has the row. A cell is a byte that says what it holds, 0 for null, and its value:
/// 8 bytes of a number, the highest first; a byte 0 or 1; 4 bytes of a length and the UTF-8 of a text or the bytes themselves; 16 bytes of an id.
/// </summary>
public sealed class RowDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>The digest of a row.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="row">Its cells.</param>
    public byte[] Of(TransferTable table, object?[] row)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(row);
        _buffer.ResetWrittenCount();
        Write(table.Name);
        foreach (var cell in row)
            Write(cell);
        return SHA256.HashData(_buffer.WrittenSpan);
    }

    private void Write(object? cell)
    {
        switch (cell)
        {
            case null:
                Tag(0);
                break;
            case long number:
                Tag(1);
                BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(sizeof(long)), number);
                _buffer.Advance(sizeof(long));
                break;
            case bool flag:
                Tag(2);
                Tag(flag ? (byte)1 : (byte)0);
                break;
            case string text:
                Tag(3);
                Measure(Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, _buffer);
                break;
            case byte[] bytes:
                Tag(4);
                Measure(bytes.Length);
                _buffer.Write(bytes);
                break;
            case Guid id:
                Tag(5);
                id.TryWriteBytes(_buffer.GetSpan(16), bigEndian: true, out var written);
                _buffer.Advance(written);
                break;
            default:
                throw new ArgumentException($"A cell cannot hold {cell.GetType()}.", nameof(cell));
        }
    }

    private void Tag(byte tag)
    {
        _buffer.GetSpan(1)[0] = tag;
        _buffer.Advance(1);
    }

    private void Measure(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), length);
        _buffer.Advance(sizeof(int));
    }
}
