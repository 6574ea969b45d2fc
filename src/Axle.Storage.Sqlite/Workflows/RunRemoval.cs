using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Removes runs with everything that only they use.</summary>
internal sealed class RunRemoval(SqliteLink link) : IDisposable
{
    /// <summary>Which runs are old enough to be removed, and in which order.</summary>
    public const string Expired = $"{Ended} AND attention = 0 AND updated_at < ?1 ORDER BY id LIMIT ?2";

    private const string Ended = "status IN ('completed', 'failed', 'cancelled')";

    private readonly Statement _old = new(link, $"SELECT id FROM workflow_executions WHERE {Expired}");

    private readonly Statement _find = new(link, $"SELECT id, {Ended} FROM workflow_executions WHERE run_id = ?1");

    private readonly Statement[] _remove =
    [
        new(link, "DELETE FROM workflow_events WHERE execution = ?1"),
        new(link, "DELETE FROM workflow_checkpoints WHERE execution = ?1"),
        new(link, "DELETE FROM workflow_signals WHERE execution = ?1"),
        new(link, "DELETE FROM workflow_snapshots WHERE execution = ?1"),
        new(
            link,
            """
            DELETE FROM payloads WHERE hash IN (SELECT hash FROM payload_uses WHERE execution = ?1)
            AND NOT EXISTS (SELECT 1 FROM payload_uses u WHERE u.hash = payloads.hash AND u.execution <> ?1)
            """),
        new(link, "DELETE FROM payload_uses WHERE execution = ?1"),
        new(link, "DELETE FROM workflow_executions WHERE id = ?1"),
    ];

    public int Purge(DateTimeOffset endedBefore, int limit)
    {
        var old = _old.List(static r => r.Int64(0), endedBefore.ToStored(), limit);
        old.ForEach(Remove);
        return old.Count;
    }

    public bool Delete(RunId run)
    {
        var found = _find.List(static r => (Execution: r.Int64(0), HasEnded: r.Bool(1)), run);
        if (found.Count == 0)
            return false;
        if (!found[0].HasEnded)
            throw new AxleException(ErrorKind.Validation, $"Run {run} has not ended. Cancel it first: 'ax workflow cancel {run}'.");
        Remove(found[0].Execution);
        return true;
    }

    public void Dispose()
    {
        _old.Dispose();
        _find.Dispose();
        foreach (var statement in _remove)
            statement.Dispose();
    }

    private void Remove(long execution)
    {
        foreach (var statement in _remove)
            statement.Run(execution);
    }
}
