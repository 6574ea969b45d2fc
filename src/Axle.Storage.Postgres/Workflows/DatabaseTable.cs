using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Writing;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>database_minutes</c>: what the writers of all nodes did, and once an hour how large the database was.</summary>
internal static class DatabaseTable
{
    private const string Add = """
        INSERT INTO axle.database_minutes AS m (minute, commits, decisions, busy, bytes) VALUES ($1, $2, $3, $4,
            CASE WHEN NOT EXISTS (SELECT FROM axle.database_minutes WHERE minute BETWEEN $1 / 60 * 60 AND $1 AND bytes IS NOT NULL)
                THEN pg_database_size(current_database()) END)
        ON CONFLICT (minute) DO UPDATE SET commits = m.commits + excluded.commits, decisions = m.decisions + excluded.decisions,
            busy = m.busy + excluded.busy, bytes = coalesce(m.bytes, excluded.bytes)
        """;

    private const string Forget = "DELETE FROM axle.database_minutes WHERE minute < $1";

    private const string Hours = """
        SELECT minute / 60, sum(decisions)::bigint, max(decisions), sum(commits)::bigint, sum(busy)::bigint, min(bytes)
        FROM axle.database_minutes WHERE minute >= $1 GROUP BY minute / 60 ORDER BY minute / 60
        """;

    private const string Now = """
        SELECT pg_database_size(current_database()), (SELECT sum(numbackends)::int FROM pg_stat_database),
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true)::int, 0),
            (SELECT coalesce(sum(writers), 0)::int FROM axle.nodes WHERE engine AND NOT draining AND beat_at >= clock_timestamp() - lease)
        """;

    /// <summary>Adds what the writers of this process did.</summary>
    public static void Report(NpgsqlBatch batch, LaneWork work, DateTimeOffset now)
    {
        batch.Add(Add, Sql.Of(MinuteOf(now)), Sql.Of(work.Commits), Sql.Of(work.Decisions), Sql.Of(work.Busy.Ticks));
        batch.Add(Forget, Sql.Of(MinuteOf(now - ILoadStore.Kept)));
    }

    public static async ValueTask<IReadOnlyList<DatabaseHour>> HoursAsync(
        NpgsqlConnection connection, DateTimeOffset from, CancellationToken cancellationToken) =>
        await connection.Command(Hours, Sql.Of(MinuteOf(from))).ListAsync(
            static r => new DatabaseHour(
                new DateTimeOffset(r.GetInt64(0) * TimeSpan.TicksPerHour, TimeSpan.Zero), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3),
                TimeSpan.FromTicks(r.GetInt64(4)), r.Int64OrNull(5)),
            cancellationToken);

    public static async ValueTask<DatabaseNow> MeasureAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.Command(Now).ListAsync(
            static r => new DatabaseNow(r.GetInt64(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3)), cancellationToken))[0];

    private static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;
}
