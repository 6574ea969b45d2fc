using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_events</c>: the histories, a row for a decision. A row once written never changes.</summary>
internal sealed class EventTable(SqliteLink link) : IDisposable
{
    private readonly Statement _insert = new(link, "INSERT INTO workflow_events (execution, seq, at, wake_at, data) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _read = new(
        link, "SELECT seq, at, data FROM workflow_events WHERE execution = ?1 AND seq > ?2 ORDER BY seq");

    // Whole decisions within the range, or the first alone when it reaches beyond.
    private readonly Statement _readSome = new(
        link,
        """
        SELECT seq, at, data FROM workflow_events WHERE execution = ?1 AND seq > ?2
        AND seq <= max(?2 + ?3, (SELECT min(seq) FROM workflow_events WHERE execution = ?1 AND seq > ?2)) ORDER BY seq
        """);

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
    public List<DecisionRow> Read(long execution, long after)
    {
        var decisions = new List<DecisionRow>();
        using var rows = _read.Query(execution, after);
        while (rows.Read())
            decisions.Add(new DecisionRow(rows.Int64(0), rows.Time(1), rows.Bytes(2).ToArray()));
        return decisions;
    }

    /// <summary>The decisions of a run that have events after one; none when there is no such run.</summary>
    public List<DecisionRow> Read(RunId run, long after) => _execution.Number(run) is { } execution ? Read(execution, after) : [];

    /// <summary>The decisions that the next events of a run are in, about so many; none when there is no such run.</summary>
    public List<DecisionRow> Read(RunId run, long after, int limit)
    {
        var decisions = new List<DecisionRow>();
        if (_execution.Number(run) is not { } execution)
            return decisions;
        using var rows = _readSome.Query(execution, after, limit);
        while (rows.Read())
            decisions.Add(new DecisionRow(rows.Int64(0), rows.Time(1), rows.Bytes(2).ToArray()));
        return decisions;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _read.Dispose();
        _readSome.Dispose();
        _execution.Dispose();
    }
}

/// <summary>A decision as it is stored.</summary>
/// <param name="Seq">Sequence number of its last event.</param>
/// <param name="At">When it was made.</param>
/// <param name="Data">Its events in their stored form.</param>
internal readonly record struct DecisionRow(long Seq, DateTimeOffset At, byte[] Data);
