using System.Security.Cryptography;
using System.Text;

namespace Axle.Workflows.Archive;

/// <summary>
/// Ties the lines of an archive together: each line's link is the SHA-256 of the link before (64 zeros before the first), a line feed, and the
/// bytes of the line up to <c>,"chain":</c>. Nobody can change, drop, add or move a line without changing every link behind it.
/// </summary>
internal sealed class HistoryChain
{
    private const string Start = ",\"chain\":\"";
    private const string End = "\"}";

    /// <summary>Characters of a link: SHA-256 in hexadecimal.</summary>
    private const int LinkLength = 64;

    /// <summary>Bytes of a line behind what is hashed.</summary>
    private static readonly int TailLength = Start.Length + LinkLength + End.Length;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];

    /// <summary>The last link.</summary>
    public string Head { get; private set; } = new('0', LinkLength);

    /// <summary>The end of a line that begins with this, its closing brace left out: the link, and what closes the line.</summary>
    public byte[] Tail(ReadOnlySpan<byte> body)
    {
        Advance(body);
        return Encoding.ASCII.GetBytes($"{Start}{Head}{End}");
    }

    /// <summary>Whether the line carries the link that follows on the last one; only then it becomes the last one.</summary>
    public bool Accepts(ReadOnlySpan<byte> line)
    {
        if (line.Length <= TailLength)
            return false;
        var before = Head;
        if (line[^TailLength..].SequenceEqual(Tail(line[..^TailLength])))
            return true;
        Head = before;
        return false;
    }

    private void Advance(ReadOnlySpan<byte> body)
    {
        _hash.AppendData(Encoding.ASCII.GetBytes(Head));
        _hash.AppendData("\n"u8);
        _hash.AppendData(body);
        _hash.GetHashAndReset(_digest);
        Head = Convert.ToHexStringLower(_digest);
    }
}
