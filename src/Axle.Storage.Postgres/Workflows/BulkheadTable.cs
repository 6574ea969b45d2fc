using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>bulkhead_slots</c>: what nodes use and want of bulkheads.</summary>
internal static class BulkheadTable
{
    private const string Share = "SELECT axle.share_slots($1, $2, $3, $4, $5)";

    private const string List = """
        SELECT s.pool, min(s.size), sum(s.slots)::int, sum(s.waiting)::int, count(*)::int
        FROM axle.bulkhead_slots s JOIN axle.nodes n ON n.id = s.node GROUP BY s.pool ORDER BY s.pool
        """;

    public static async ValueTask<int> ShareAsync(
        NpgsqlConnection connection, Tenure tenure, string pool, int size, int used, int wanted, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            Share, Sql.OfName(pool), Sql.Of(tenure.Node), Sql.Of(size), Sql.Of(used), Sql.Of(wanted));
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async ValueTask<IReadOnlyList<SharedBulkhead>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.Command(List).ListAsync(
            static r => new SharedBulkhead(r.GetString(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3), r.GetInt32(4)), cancellationToken);
}
