using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Identity;

/// <summary>Tables <c>audit_entries</c>, which is only ever added to, and <c>audit_head</c>, which says where it ends.</summary>
internal static class AuditTable
{
    private const string Columns = "number, at, actor, tenant, action, subject, outcome, reason, place, previous, hash";

    /// <summary>One at a time is added, whichever node adds it: each is chained to the one before.</summary>
    private const string Take = "SELECT pg_advisory_xact_lock(hashtextextended('axle.audit', 0))";

    private const string Head = "SELECT number, hash FROM axle.audit_head WHERE id = 1";

    private const string SetHead = """
        INSERT INTO axle.audit_head (id, number, hash) VALUES (1, $1, $2) ON CONFLICT (id) DO UPDATE SET number = excluded.number, hash = excluded.hash
        """;

    private const string List = $"""
        SELECT {Columns} FROM axle.audit_entries
        WHERE ($1 IS NULL OR tenant = $1) AND ($2 IS NULL OR number < $2) AND ($3 IS NULL OR actor = $3) AND ($4 IS NULL OR action = $4)
        ORDER BY number DESC LIMIT $5
        """;

    public static async ValueTask<AuditEntry> AppendAsync(NpgsqlConnection connection, AuditFact fact, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var taking = connection.Command(Take))
            await taking.ExecuteNonQueryAsync(cancellationToken);
        var entry = AuditChain.Append(await HeadAsync(connection, cancellationToken), fact);
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            batch.Add(
                $"INSERT INTO axle.audit_entries ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                Sql.Of(entry.Number), Sql.Of(fact.At), Sql.Of(fact.Actor), Sql.Of(fact.Tenant), Sql.Of(fact.Action), Sql.Of(fact.Subject), Sql.Of(fact.Outcome),
                Sql.Of(fact.Reason), Sql.Of(fact.Place), Sql.Of(entry.Previous), Sql.Of(entry.Hash));
            batch.Add(SetHead, Sql.Of(entry.Number), Sql.Of(entry.Hash));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return entry;
    }

    public static async ValueTask<AuditHead?> HeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.Command(Head).ListAsync(static r => new AuditHead(r.GetInt64(0), r.Bytes(1)), cancellationToken) is [var head] ? head : null;

    public static async ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(
        NpgsqlConnection connection, long after, int limit, CancellationToken cancellationToken) => await connection.Command(
        $"SELECT {Columns} FROM axle.audit_entries WHERE number > $1 ORDER BY number LIMIT $2", Sql.Of(after), Sql.Of((long)limit)).ListAsync(Entry, cancellationToken);

    public static async ValueTask<IReadOnlyList<AuditEntry>> ListAsync(NpgsqlConnection connection, AuditQuery query, CancellationToken cancellationToken) =>
        await connection.Command(List, Sql.Of(query.Tenant), Sql.Of(query.Before), Sql.Of(query.Actor), Sql.Of(query.Action), Sql.Of((long)query.Limit))
            .ListAsync(Entry, cancellationToken);

    private static AuditEntry Entry(NpgsqlDataReader r) => new(
        r.GetInt64(0),
        new AuditFact(r.Time(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8)),
        r.Bytes(9),
        r.Bytes(10));
}
