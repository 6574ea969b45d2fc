using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Removes runs with everything that only they use.</summary>
internal static class RunRemoval
{
    /// <summary>Which runs are old enough to be removed.</summary>
    public const string Expired = "status IN ('completed', 'failed', 'cancelled') AND attention = 0 AND updated_at < $1";

    private const string Pick = $"SELECT id, run_id FROM axle.runs WHERE {Expired} ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED";
    private const string Find = "SELECT id, status IN ('completed', 'failed', 'cancelled') FROM axle.runs WHERE run_id = $1 FOR UPDATE";

    private static readonly string[] Remove =
    [
        "DELETE FROM axle.events WHERE run = ANY($1)",
        "DELETE FROM axle.checkpoints WHERE run = ANY($1)",
        "DELETE FROM axle.signals WHERE run = ANY($1)",
        "DELETE FROM axle.snapshots WHERE run = ANY($1)",
        "DELETE FROM axle.effects WHERE run = ANY($1)",
        // What another run began to use in this moment stays: the reference of its use keeps it from being deleted, and this is tried again.
        """
        WITH gone AS (DELETE FROM axle.payload_uses WHERE run = ANY($1) RETURNING hash)
        DELETE FROM axle.payloads p USING (SELECT DISTINCT hash FROM gone) g
        WHERE p.hash = g.hash AND NOT EXISTS (SELECT 1 FROM axle.payload_uses u WHERE u.hash = p.hash AND u.run <> ALL($1))
        """,
        "DELETE FROM axle.runs WHERE id = ANY($1)",
    ];

    /// <summary>Removes old runs, and says which.</summary>
    public static async ValueTask<List<RunId>> PurgeAsync(
        NpgsqlConnection connection, DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var old = await connection.Command(Pick, Sql.Of(endedBefore), Sql.Of(limit))
            .ListAsync(static r => (Number: r.GetInt64(0), Run: new RunId(r.GetString(1))), cancellationToken);
        if (old.Count > 0)
            await RemoveAsync(connection, [.. old.Select(static o => o.Number)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return old.ConvertAll(static o => o.Run);
    }

    /// <summary>Gives back the files of histories all of whose runs are gone.</summary>
    public static ValueTask<int> FreeHistoryAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.RunLongAsync("SELECT axle.free_history()", cancellationToken);

    /// <summary>Has one partition stand for neighbours that are empty.</summary>
    public static ValueTask<int> JoinHistoryAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.RunLongAsync("SELECT axle.join_history()", cancellationToken);

    /// <summary>Removes one run; false when there is none.</summary>
    public static async ValueTask<bool> DeleteAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = await connection.Command(Find, Sql.Of(run))
            .ListAsync(static r => (Number: r.GetInt64(0), HasEnded: r.GetBoolean(1)), cancellationToken);
        if (found.Count == 0)
            return false;
        if (!found[0].HasEnded)
            throw new AxleException(ErrorKind.Validation, $"Run {run} has not ended. Cancel it first: 'ax workflow cancel {run}'.");
        await RemoveAsync(connection, [found[0].Number], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async ValueTask RemoveAsync(NpgsqlConnection connection, long[] numbers, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in Remove)
            batch.Add(sql, Sql.Of(numbers));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
