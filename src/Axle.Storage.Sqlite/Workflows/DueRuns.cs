using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Which runs need a process and have none.</summary>
internal sealed class DueRuns(SqliteLink link) : IDisposable
{
    private readonly Statement _owners = new(link, "SELECT DISTINCT owner FROM workflow_executions WHERE owner IS NOT NULL");

    private readonly Statement _orphaned = new(
        link,
        """
        SELECT run_id FROM workflow_executions WHERE owner = ?1 AND (status <> 'idle' OR group_name IS NULL)
        AND (status NOT IN ('paused', 'completed', 'failed', 'cancelled') OR wake_at <= ?2) ORDER BY id LIMIT ?3
        """);

    private readonly Statement _due = new(
        link, "SELECT run_id FROM workflow_executions WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY due_at LIMIT ?2");

    private readonly Statement _signalled = new(
        link,
        """
        SELECT x.run_id FROM workflow_signals s INDEXED BY workflow_signals_waiting JOIN workflow_executions x ON x.id = s.execution
        WHERE s.consumed = 0 AND x.owner IS ?1 GROUP BY s.execution LIMIT ?2
        """);

    private readonly Statement _groups = new(
        link, "SELECT group_name, max(group_limit) FROM workflow_executions WHERE group_name IS NOT NULL AND status = 'idle' GROUP BY group_name");

    private readonly Statement _queued = new(
        link, "SELECT run_id FROM workflow_executions WHERE group_name = ?1 AND status = 'idle' AND owner IS ?2 ORDER BY id LIMIT ?3");

    private readonly Statement _active = new(
        link,
        """
        SELECT count(*) FROM workflow_executions
        WHERE group_name = ?1 AND status NOT IN ('idle', 'completed', 'failed', 'cancelled') AND run_id <> ?2
        """);

    private readonly Statement _next = new(link, "SELECT min(due_at) FROM workflow_executions WHERE due_at IS NOT NULL");

    /// <summary>Lists them: orphans first, then those whose time has come, who have a signal, and who may begin.</summary>
    public List<RunId> List(DateTimeOffset now, int limit, Func<string, bool> isAlive)
    {
        var dead = _owners.List(static r => r.Text(0)).Where(o => !isAlive(o)).ToArray();
        var due = new List<RunId>();
        foreach (var owner in dead)
            due.AddRange(_orphaned.List(static r => r.Run(0), owner, now.ToStored(), limit));
        due.AddRange(_due.List(static r => r.Run(0), now.ToStored(), limit));
        foreach (var owner in (string?[])[null, .. dead])
            due.AddRange(_signalled.List(static r => r.Run(0), owner, limit));
        foreach (var (group, most) in _groups.List(static r => (r.Text(0), r.Int64(1))))
            AddQueued(due, group, most - Active(group, default), dead);
        return [.. due.Distinct().Take(limit)];
    }

    /// <summary>When the next one is due.</summary>
    public DateTimeOffset? Next() => _next.Number() is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Runs of a group that have begun and not ended, apart from one.</summary>
    public long Active(string group, RunId apartFrom) => _active.Number(group, apartFrom) ?? 0;

    public void Dispose()
    {
        _owners.Dispose();
        _orphaned.Dispose();
        _due.Dispose();
        _signalled.Dispose();
        _groups.Dispose();
        _queued.Dispose();
        _active.Dispose();
        _next.Dispose();
    }

    private void AddQueued(List<RunId> due, string group, long room, string[] dead)
    {
        foreach (var owner in (string?[])[null, .. dead])
        {
            if (room <= 0)
                return;
            var queued = _queued.List(static r => r.Run(0), group, owner, room);
            room -= queued.Count;
            due.AddRange(queued);
        }
    }
}
