using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Axle.Storage.Postgres.Writing;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Tables <c>pool_minutes</c> and <c>node_pools</c>: what pools had to do, and what nodes do for them.</summary>
internal static class LoadTables
{
    private const string Add = """
        INSERT INTO axle.pool_minutes AS m (minute, pool, arrived, ended, busy) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (minute, pool) DO UPDATE SET arrived = m.arrived + excluded.arrived, ended = m.ended + excluded.ended, busy = m.busy + excluded.busy
        """;

    private const string Replace = """
        INSERT INTO axle.node_pools (node, pool, owed, making, workers, slots) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (node, pool) DO UPDATE SET owed = excluded.owed, making = excluded.making, workers = excluded.workers, slots = excluded.slots
        """;

    private const string Need = """
        INSERT INTO axle.pool_minutes AS m (minute, pool, needed) VALUES ($1, $2, $3)
        ON CONFLICT (minute, pool) DO UPDATE SET needed = greatest(m.needed, excluded.needed)
        """;

    /// <summary>Nothing of this has to survive the server: no flush for it.</summary>
    private const string Unhurried = "SELECT set_config('synchronous_commit', 'off', true)";

    private const string Forget = "DELETE FROM axle.pool_minutes WHERE minute < $1";
    private const string Gone = "DELETE FROM axle.node_pools p WHERE NOT EXISTS (SELECT FROM axle.nodes n WHERE n.id = p.node)";
    private const string Minutes = "SELECT pool, minute, arrived, ended, busy, needed FROM axle.pool_minutes WHERE minute >= $1 ORDER BY minute, pool";

    private const string Hours = """
        SELECT pool, minute / 60, sum(arrived)::bigint, max(arrived), sum(ended)::bigint, sum(busy)::bigint
        FROM axle.pool_minutes WHERE minute >= $1 GROUP BY minute / 60, pool ORDER BY minute / 60, pool
        """;

    private const string Now = """
        SELECT p.pool, sum(p.owed)::bigint, sum(p.making)::bigint, coalesce(sum(p.workers) FILTER (WHERE NOT n.draining), 0)::int,
            coalesce(sum(p.slots) FILTER (WHERE NOT n.draining), 0)::bigint
        FROM axle.node_pools p JOIN axle.nodes n ON n.id = p.node
        WHERE n.beat_at >= clock_timestamp() - n.lease GROUP BY p.pool ORDER BY p.pool
        """;

    public static async ValueTask<bool> ReportAsync(
        NpgsqlConnection connection, Tenure tenure, IReadOnlyList<PoolReport> reports, LaneWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Unhurried);
        // All nodes in the same order: none waits for another that waits for it.
        foreach (var report in reports.OrderBy(static r => r.Pool, StringComparer.Ordinal))
        {
            if (report.Arrived > 0 || report.Ended > 0)
                batch.Add(Add, Sql.Of(MinuteOf(now)), Sql.Of(report.Pool), Sql.Of(report.Arrived), Sql.Of(report.Ended), Sql.Of(report.Busy.Ticks));
            var does = report.Now;
            batch.Add(Replace, Sql.Of(tenure.Node), Sql.Of(report.Pool), Sql.Of(does.Owed), Sql.Of(does.Making), Sql.Of(does.Workers), Sql.Of(does.Slots));
        }

        DatabaseTable.Report(batch, work, now);
        batch.Add(Gone);
        batch.Add(Forget, Sql.Of(MinuteOf(now - ILoadStore.Kept)));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    public static async ValueTask<bool> NeedAsync(
        NpgsqlConnection connection, string pool, int slots, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Unhurried);
        batch.Add(Need, Sql.Of(MinuteOf(now)), Sql.Of(pool), Sql.Of(slots));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    public static async ValueTask<IReadOnlyList<PoolMinute>> MinutesAsync(
        NpgsqlConnection connection, DateTimeOffset from, CancellationToken cancellationToken) =>
        await connection.Command(Minutes, Sql.Of(MinuteOf(from))).ListAsync(
            static r => new PoolMinute(
                r.GetString(0), new DateTimeOffset(r.GetInt64(1) * TimeSpan.TicksPerMinute, TimeSpan.Zero), r.GetInt64(2), r.GetInt64(3),
                TimeSpan.FromTicks(r.GetInt64(4)), r.GetInt32(5)),
            cancellationToken);

    public static async ValueTask<IReadOnlyList<PoolHour>> HoursAsync(
        NpgsqlConnection connection, DateTimeOffset from, CancellationToken cancellationToken) =>
        await connection.Command(Hours, Sql.Of(MinuteOf(from))).ListAsync(
            static r => new PoolHour(
                r.GetString(0), new DateTimeOffset(r.GetInt64(1) * TimeSpan.TicksPerHour, TimeSpan.Zero), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4),
                TimeSpan.FromTicks(r.GetInt64(5))),
            cancellationToken);

    public static async ValueTask<IReadOnlyList<PoolNow>> PoolsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.Command(Now).ListAsync(
            static r => new PoolNow(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt32(3), r.GetInt64(4)), cancellationToken);

    private static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
