using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Axle.Identity.Audit;

/// <summary>
/// Chains entries: the hash of each is SHA-256 over its number, the hash before it and its fields, each with its length in front, so that no two
/// entries have the same bytes. The form is frozen: logs are verified years later.
/// </summary>
public static class AuditChain
{
    /// <summary>What the first entry names as the hash before it.</summary>
    public static ReadOnlyMemory<byte> Beginning { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>Chains what was done behind an entry.</summary>
    /// <param name="head">The last entry; null when there is none.</param>
    /// <param name="fact">What was done.</param>
    public static AuditEntry Append(AuditHead? head, AuditFact fact)
    {
        var number = (head?.Number ?? 0) + 1;
        var previous = head?.Hash ?? Beginning;
        return new AuditEntry(number, fact, previous, HashOf(number, previous.Span, fact));
    }

    /// <summary>The hash that an entry must have.</summary>
    public static byte[] HashOf(AuditEntry entry) => HashOf(entry.Number, entry.Previous.Span, entry.Fact);

    private static byte[] HashOf(long number, ReadOnlySpan<byte> previous, AuditFact fact)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("axle-audit-1"u8);
        Add(hash, number);
        hash.AppendData(previous);
        Add(hash, fact.At.UtcTicks);
        foreach (var field in (string[])[fact.Actor, fact.Tenant, fact.Action, fact.Subject, fact.Outcome, fact.Reason, fact.Place])
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            Add(hash, bytes.Length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
