using Axle.Identity.Audit;

namespace Axle.Identity.Ports;

/// <summary>Port: keeps the audit log. Entries are only ever added.</summary>
public interface IAuditStore
{
    /// <summary>Adds an entry behind the last one, chained to it. Durable when the method returns.</summary>
    ValueTask<AuditEntry> AppendAuditAsync(AuditFact fact, CancellationToken cancellationToken);

    /// <summary>Lists entries, the newest first.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Reads entries in order, for the verifier.</summary>
    /// <param name="after">Number of the entry before the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The last entry's number and hash as they were noted apart from it; null when nothing was noted.</summary>
    ValueTask<AuditHead?> AuditHeadAsync(CancellationToken cancellationToken);
}

/// <summary>Which entries to list.</summary>
/// <param name="Tenant">Only entries of this tenant; null for all.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="Before">Only entries before this number, to page on; null for the newest.</param>
/// <param name="Actor">Only what this user did; null for all.</param>
/// <param name="Action">Only this action; null for all.</param>
public sealed record AuditQuery(string? Tenant, int Limit = 50, long? Before = null, string? Actor = null, string? Action = null);
