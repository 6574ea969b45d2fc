using System.Globalization;
using Axle.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Which runs need a process and have none.</summary>
internal sealed class DueRuns(SqliteConnection connection) : IDisposable
{
    private const string Begun = "status NOT IN ('idle', 'completed', 'failed', 'cancelled')";

    private readonly Statement _owners = new(connection, "SELECT DISTINCT owner FROM workflow_executions WHERE owner IS NOT NULL", 0);

    private readonly Statement _orphaned = new(
        connection,
        """
        SELECT run_id FROM workflow_executions WHERE owner = $1
        AND (status NOT IN ('paused', 'completed', 'failed', 'cancelled') OR wake_at <= $2) AND (status <> 'idle' OR group_name IS NULL)
        ORDER BY id LIMIT $3
        """,
        3);

    private readonly Statement _due = new(
        connection, "SELECT run_id FROM workflow_executions WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at LIMIT $2", 2);

    private readonly Statement _signalled = new(
        connection,
        """
        SELECT x.run_id, x.owner FROM workflow_executions x
        WHERE x.id IN (SELECT execution FROM workflow_signals WHERE consumed = 0) ORDER BY x.id
        """,
        0);

    private readonly Statement _queued = new(
        connection,
        $"""
        SELECT run_id, owner FROM workflow_executions x WHERE group_name IS NOT NULL AND status = 'idle'
        AND (SELECT count(*) FROM workflow_executions g WHERE g.group_name = x.group_name AND g.{Begun})
            + (SELECT count(*) FROM workflow_executions q WHERE q.group_name = x.group_name AND q.status = 'idle' AND q.id < x.id) < group_limit
        ORDER BY id LIMIT $1
        """,
        1);

    private readonly Statement _active = new(
        connection, $"SELECT count(*) FROM workflow_executions WHERE group_name = $1 AND run_id <> $2 AND {Begun}", 2);

    private readonly Statement _next = new(connection, "SELECT min(due_at) FROM workflow_executions WHERE due_at IS NOT NULL", 0);

    /// <summary>Lists them.</summary>
    public List<RunId> List(DateTimeOffset now, int limit, Func<string, bool> isAlive)
    {
        var owners = _owners.Rows(static r => r.GetString(0)).ToDictionary(static o => o, isAlive);
        var due = new List<RunId>();
        foreach (var dead in owners.Where(static o => !o.Value))
            due.AddRange(_orphaned.Rows(static r => new RunId(r.GetString(0)), dead.Key, now.ToStored(), limit));
        due.AddRange(_due.Rows(static r => new RunId(r.GetString(0)), now.ToStored(), limit));
        foreach (var statement in (Statement[])[_signalled, _queued])
        {
            var rows = statement.Rows(
                static r => (Run: new RunId(r.GetString(0)), Owner: r.IsDBNull(1) ? null : r.GetString(1)), statement == _queued ? [limit] : []);
            due.AddRange(rows.Where(r => r.Owner is null || !owners[r.Owner]).Select(static r => r.Run));
        }

        return [.. due.Distinct().Take(limit)];
    }

    /// <summary>When the next one is due.</summary>
    public DateTimeOffset? Next() => _next.Rows(static r => r.TimeOrNull(0)).FirstOrDefault();

    /// <summary>Runs of a group that have begun and not ended, apart from one.</summary>
    public long Active(string group, RunId apartFrom) => Convert.ToInt64(_active.Scalar(group, apartFrom.Value), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _owners.Dispose();
        _orphaned.Dispose();
        _due.Dispose();
        _signalled.Dispose();
        _queued.Dispose();
        _active.Dispose();
        _next.Dispose();
    }
}
