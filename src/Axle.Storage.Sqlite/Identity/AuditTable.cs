using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Tables <c>audit_entries</c>, which is only ever added to, and <c>audit_head</c>, which says where it ends.</summary>
internal sealed class AuditTable(SqliteLink link) : IDisposable
{
    private const string Columns = "number, at, actor, tenant, action, subject, outcome, reason, place, previous, hash";

    private readonly Statement _insert = new(
        link, $"INSERT INTO audit_entries ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");

    private readonly Statement _head = new(link, "SELECT number, hash FROM audit_head WHERE id = 1");

    private readonly Statement _setHead = new(
        link, "INSERT INTO audit_head (id, number, hash) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET number = excluded.number, hash = excluded.hash");

    private readonly Statement _read = new(link, $"SELECT {Columns} FROM audit_entries WHERE number > ?1 ORDER BY number LIMIT ?2");

    private readonly Statement _list = new(link, $"""
        SELECT {Columns} FROM audit_entries
        WHERE (?1 IS NULL OR tenant = ?1) AND (?2 IS NULL OR number < ?2) AND (?3 IS NULL OR actor = ?3) AND (?4 IS NULL OR action = ?4)
        ORDER BY number DESC LIMIT ?5
        """);

    /// <summary>Adds an entry. The transaction of the writer keeps others from the same number.</summary>
    public AuditEntry Append(AuditFact fact)
    {
        var entry = AuditChain.Append(Head(), fact);
        _insert.Run(
            entry.Number, fact.At.ToStored(), fact.Actor, fact.Tenant, fact.Action, fact.Subject, fact.Outcome, fact.Reason, fact.Place,
            entry.Previous, entry.Hash);
        _setHead.Run(entry.Number, entry.Hash);
        return entry;
    }

    public AuditHead? Head() => _head.List(static r => new AuditHead(r.Int64(0), r.Bytes(1).ToArray())) is [var head] ? head : null;

    public List<AuditEntry> Read(long after, int limit) => _read.List(Entry, after, (long)limit);

    public List<AuditEntry> List(AuditQuery query) => _list.List(Entry, query.Tenant, query.Before, query.Actor, query.Action, (long)query.Limit);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _head, _setHead, _read, _list])
            statement.Dispose();
    }

    private static AuditEntry Entry(SqlRows r) => new(
        r.Int64(0),
        new AuditFact(r.Time(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5), r.Text(6), r.Text(7), r.Text(8)),
        r.Bytes(9).ToArray(),
        r.Bytes(10).ToArray());
}
