using Axle.Identity.Ports;

namespace Axle.Identity.Audit;

/// <summary>
/// Goes through the log and finds what does not fit: an entry that was changed, left out, put in, or cut off at the end. A log that was written
/// anew from some entry on fits again; a head that was kept elsewhere finds that too.
/// </summary>
public static class AuditVerification
{
    private const int Piece = 1_000;

    /// <summary>Verifies the whole log.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="kept">A head that was kept elsewhere; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<AuditReport> RunAsync(IAuditStore store, AuditHead? kept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var head = new AuditHead(0, AuditChain.Beginning);
        var isKeptSeen = kept is null or { Number: 0 };
        IReadOnlyList<AuditEntry> piece;
        do
        {
            piece = await store.ReadAuditAsync(head.Number, Piece, cancellationToken);
            foreach (var entry in piece)
            {
                if (FaultOf(entry, head) is { } fault)
                    return new AuditReport(head, entry.Number, fault);
                head = new AuditHead(entry.Number, entry.Hash);
                if (kept is null || kept.Number != head.Number)
                    continue;
                if (!kept.Hash.Span.SequenceEqual(head.Hash.Span))
                    return new AuditReport(head, entry.Number, $"Entry {entry.Number} is not the one whose hash was kept: it or one before it was written anew.");
                isKeptSeen = true;
            }
        }
        while (piece.Count == Piece);

        var noted = await store.AuditHeadAsync(cancellationToken);
        if (noted is null ? head.Number > 0 : noted.Number != head.Number || !noted.Hash.Span.SequenceEqual(head.Hash.Span))
            return new AuditReport(head, head.Number + 1, $"The log ends with entry {head.Number}, and {noted?.Number ?? 0} is noted as its last: entries were cut off or put in.");
        return isKeptSeen
            ? new AuditReport(head, null, null)
            : new AuditReport(head, head.Number + 1, $"The log ends with entry {head.Number}, before entry {kept!.Number} whose hash was kept: entries were cut off.");
    }

    private static string? FaultOf(AuditEntry entry, AuditHead head)
    {
        if (entry.Number != head.Number + 1)
            return $"Entry {head.Number + 1} is missing: after {head.Number} comes {entry.Number}.";
        if (!entry.Previous.Span.SequenceEqual(head.Hash.Span))
            return $"Entry {entry.Number} does not follow on entry {head.Number}: one of them was put in or written anew.";
        return entry.Hash.Span.SequenceEqual(AuditChain.HashOf(entry)) ? null : $"Entry {entry.Number} was changed after it was written.";
    }
}

/// <summary>What a verification found.</summary>
/// <param name="Head">The last entry that is as it was written. Keep it elsewhere.</param>
/// <param name="FaultAt">Number of the first entry that is not; null when all are.</param>
/// <param name="Fault">What is wrong with it; null when nothing is.</param>
public sealed record AuditReport(AuditHead Head, long? FaultAt, string? Fault);
