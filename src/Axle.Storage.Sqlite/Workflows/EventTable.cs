using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_events</c>: the histories, a row for a decision. A row once written never changes.</summary>
internal sealed class EventTable(SqliteLink link) : IDisposable
{
    private readonly Statement _insert = new(link, "INSERT INTO workflow_events (execution, seq, at, wake_at, data) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _read = new(
        link, "SELECT seq, at, data FROM workflow_events WHERE execution = ?1 AND seq > ?2 ORDER BY seq");

    private readonly Statement _execution = new(link, "SELECT id FROM workflow_executions WHERE run_id = ?1");

    /// <summary>Writes a decision.</summary>
    /// <param name="execution">Whose it is.</param>
    /// <param name="seq">Sequence number of its last event.</param>
    /// <param name="at">When it was made.</param>
    /// <param name="wakeAt">When the run wakes by itself after it.</param>
    /// <param name="data">Its events: <see cref="DecisionData"/>.</param>
    public void Insert(long execution, long seq, DateTimeOffset at, DateTimeOffset? wakeAt, SqlValue data) =>
        _insert.Run(execution, seq, at.ToStored(), wakeAt.ToStored(), data);

    /// <summary>The decisions of a run that have events after one, as they are stored.</summary>
    /// <param name="execution">Whose.</param>
    /// <param name="after">Sequence number of that event.</param>
    /// <param name="limit">Enough of them for so many events.</param>
    public List<DecisionRow> Read(long execution, long after, int limit = int.MaxValue)
    {
        var decisions = new List<DecisionRow>();
        using var rows = _read.Query(execution, after);
        // A decision reaches to its own number: that it lies beyond the limit says that it is the last one needed.
        while (rows.Read())
        {
            decisions.Add(new DecisionRow(rows.Int64(0), rows.Time(1), rows.Bytes(2).ToArray()));
            if (decisions[^1].Seq - after >= limit)
                break;
        }

        return decisions;
    }

    /// <summary>The decisions of a run that have events after one; none when there is no such run.</summary>
    public List<DecisionRow> Read(RunId run, long after, int limit) =>
        _execution.Number(run) is { } execution ? Read(execution, after, limit) : [];

    public void Dispose()
    {
        _insert.Dispose();
        _read.Dispose();
        _execution.Dispose();
    }
}
