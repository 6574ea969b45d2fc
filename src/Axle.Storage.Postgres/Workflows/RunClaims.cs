using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>How runs get an owner, and lose it.</summary>
/// <param name="database">The database.</param>
internal sealed class RunClaims(PostgresDatabase database)
{
    private const string Fence = "SELECT axle.fence($1)";

    private const string Claim = """
        UPDATE axle.runs SET owner = $1, epoch = epoch + 1, due_at = NULL WHERE run_id = $2 AND (owner IS NULL OR owner = $1) RETURNING id
        """;

    private const string Holder = """
        SELECT n.name, n.beat_at < clock_timestamp() - n.lease FROM axle.runs r JOIN axle.nodes n ON n.id = r.owner WHERE r.run_id = $1
        """;

    /// <summary>
    /// Runs whose time has come, that have a signal, or for which their group has room. Of several processes that look at once, each takes what no
    /// other has taken: none waits. And runs that this process claimed without learning it, because the connection was lost.
    /// </summary>
    private const string ClaimDue = """
        WITH due AS MATERIALIZED (
            SELECT id FROM axle.runs WHERE due_at IS NOT NULL AND due_at <= $2 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
        ), signalled AS MATERIALIZED (
            SELECT r.id FROM (SELECT DISTINCT run FROM axle.signals WHERE NOT consumed) s JOIN axle.runs r ON r.id = s.run
            WHERE r.owner IS NULL LIMIT $3 FOR UPDATE OF r SKIP LOCKED
        ), groups AS MATERIALIZED (
            SELECT group_name, max(group_limit) AS most FROM axle.runs
            WHERE group_name IS NOT NULL AND status NOT IN ('completed', 'failed', 'cancelled') AND status = 'idle' GROUP BY group_name
        ), rooms AS MATERIALIZED (
            SELECT g.group_name, g.most - (
                SELECT count(*) FROM axle.runs a WHERE a.group_name = g.group_name
                AND a.status NOT IN ('completed', 'failed', 'cancelled') AND a.status <> 'idle') AS room
            FROM groups g
        ), queued AS MATERIALIZED (
            SELECT q.id FROM rooms m CROSS JOIN LATERAL (
                SELECT id FROM axle.runs r WHERE r.group_name = m.group_name AND r.status NOT IN ('completed', 'failed', 'cancelled')
                AND r.status = 'idle' AND r.owner IS NULL ORDER BY id LIMIT greatest(m.room, 0) FOR UPDATE SKIP LOCKED) q
        ), unlearnt AS MATERIALIZED (
            SELECT id FROM axle.runs WHERE $5 AND owner = $1 AND id <> ALL($4) FOR UPDATE SKIP LOCKED
        ), picked AS MATERIALIZED (
            SELECT id FROM (
                SELECT id, 0 AS place FROM unlearnt UNION ALL SELECT id, 1 FROM due UNION ALL SELECT id, 2 FROM signalled UNION ALL SELECT id, 3 FROM queued
            ) every GROUP BY id ORDER BY min(place), id LIMIT $3
        )
        UPDATE axle.runs r SET owner = $1, epoch = epoch + 1, due_at = NULL FROM picked p WHERE r.id = p.id RETURNING r.id
        """;

    /// <summary>The newest decision tells how far the run is; the row says so again when it has no owner any more.</summary>
    private const string Release = """
        UPDATE axle.runs r SET owner = NULL, last_seq = n.seq, updated_at = n.at, wake_at = n.wake_at,
            due_at = CASE WHEN r.status IN ('executing', 'compensating') THEN 0 ELSE n.wake_at END
        FROM (
            SELECT x.id, coalesce(e.seq, x.last_seq) AS seq, CASE WHEN e.seq IS NULL THEN x.updated_at ELSE e.at END AS at,
                CASE WHEN e.seq IS NULL THEN x.wake_at ELSE e.wake_at END AS wake_at
            FROM axle.runs x LEFT JOIN LATERAL (
                SELECT seq, at, wake_at FROM axle.events WHERE run = x.id AND seq > x.last_seq ORDER BY seq DESC LIMIT 1) e ON true
            WHERE x.run_id = $2 AND x.owner = $1 AND x.epoch = $3
        ) n
        WHERE r.id = n.id AND r.owner = $1 AND r.epoch = $3
        """;

    /// <summary>Gives a run to this process, unless a living one has it.</summary>
    /// <exception cref="RunHeldException">Another living process has it.</exception>
    /// <exception cref="AxleException">There is no such run.</exception>
    public async ValueTask<StoredRow> ClaimAsync(Tenure tenure, RunId run, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await database.DoAsync((connection, token) => TryClaimAsync(connection, tenure, run, token), cancellationToken);
            if (stored is not null)
            {
                tenure.Held[run] = new HeldRun(stored.Row, stored.Number, stored.Epoch);
                return stored;
            }

            var (name, isSilent) = await database.DoAsync((connection, token) => HolderAsync(connection, run, token), cancellationToken);
            if (name is not null && !isSilent)
                throw new RunHeldException(run, name);
            // Its owner has gone, or is about to be buried.
            await database.RestAsync(cancellationToken);
        }
    }

    /// <summary>Claims runs that need a process and have none.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="tenure">Who claims.</param>
    /// <param name="now">Runs that are due by then.</param>
    /// <param name="limit">No more than so many.</param>
    /// <param name="findUnlearnt">Whether there may be some that were claimed before without learning it.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public static async ValueTask<List<StoredRow>> ClaimDueAsync(
        NpgsqlConnection connection, Tenure tenure, DateTimeOffset now, int limit, bool findUnlearnt, CancellationToken cancellationToken)
    {
        long[] known = findUnlearnt ? [.. tenure.Held.Values.Select(static h => h.Number)] : [];
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Fence, Sql.Of(tenure.Node));
        batch.Add(
            ClaimDue, Sql.Of(tenure.Node), Sql.Of(now), Sql.Of(limit), Sql.Of(known), Sql.Of(findUnlearnt));
        var numbers = await NumbersAsync(batch, cancellationToken);
        if (numbers.Count == 0)
            return [];
        return await connection.Command(RunRows.ByNumber, Sql.Of(numbers.ToArray())).ListAsync(RunRows.Read, cancellationToken);
    }

    /// <summary>Whether a living process takes up runs that have none.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="apartFrom">A node that does not count.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public static async ValueTask<bool> HasEngineAsync(NpgsqlConnection connection, long apartFrom, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "SELECT EXISTS (SELECT 1 FROM axle.nodes WHERE engine AND beat_at >= clock_timestamp() - lease AND id <> $1)", Sql.Of(apartFrom));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>When the next run without an owner is due.</summary>
    public static async ValueTask<DateTimeOffset?> NextDueAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT min(due_at) FROM axle.runs WHERE due_at IS NOT NULL");
        return await command.ExecuteScalarAsync(cancellationToken) is long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    /// <summary>Gives a run up, when the claim of that epoch still holds. One that executes is due at once.</summary>
    public ValueTask<bool> ReleaseAsync(Tenure tenure, RunId run, long epoch, CancellationToken cancellationToken) => database.DoAsync(
        async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Add(Fence, Sql.Of(tenure.Node));
            batch.Add(Release, Sql.Of(tenure.Node), Sql.Of(run), Sql.Of(epoch));
            await batch.ExecuteNonQueryAsync(token);
            return true;
        },
        cancellationToken);

    private static async ValueTask<StoredRow?> TryClaimAsync(NpgsqlConnection connection, Tenure tenure, RunId run, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Fence, Sql.Of(tenure.Node));
        batch.Add(Claim, Sql.Of(tenure.Node), Sql.Of(run));
        if ((await NumbersAsync(batch, cancellationToken)).Count == 0)
            return null;
        return await RunRows.FindAsync(connection, run, cancellationToken);
    }

    /// <summary>What a fence and a command behind it return.</summary>
    private static async ValueTask<List<long>> NumbersAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        return await rows.ListAsync(static r => r.GetInt64(0), cancellationToken);
    }

    private static async ValueTask<(string? Name, bool IsSilent)> HolderAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellationToken)
    {
        var holders = await connection.Command(Holder, Sql.Of(run)).ListAsync(static r => (r.GetString(0), r.GetBoolean(1)), cancellationToken);
        if (holders.Count > 0)
            return holders[0];
        return await RunRows.FindAsync(connection, run, cancellationToken) is null ? throw RunRows.NoSuchRun(run) : (null, false);
    }
}
