using System.Text;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Runs.Events;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_events</c>: the histories, a row for a decision. A row once written never changes.</summary>
internal sealed class EventTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT INTO workflow_events (execution, seq, at, data) VALUES ($1, $2, $3, $4)", 4);

    private readonly Statement _read = new(
        connection,
        """
        SELECT e.seq, e.at, e.data FROM workflow_executions x JOIN workflow_events e ON e.execution = x.id
        WHERE x.run_id = $1 AND e.seq > $2
        AND e.seq <= max($2 + $3, (SELECT min(n.seq) FROM workflow_events n WHERE n.execution = x.id AND n.seq > $2))
        ORDER BY e.seq
        """,
        3);

    public void Insert(long execution, ReadOnlySpan<RecordedEvent> events, DateTimeOffset at) => _insert.Run(
        execution, events[^1].Seq, at.ToStored(), Encoding.UTF8.GetString(DecisionData.Write(events, at)));

    /// <summary>At most so many events after one: whole rows in that range, or the first row alone when it reaches beyond.</summary>
    public List<RecordedEvent> Read(RunId run, long after, int limit)
    {
        var events = new List<RecordedEvent>();
        _read.Rows(
            r =>
            {
                DecisionData.Read(Encoding.UTF8.GetBytes(r.GetString(2)), r.GetInt64(0), r.Time(1), events);
                return 0;
            },
            run.Value,
            after,
            limit);
        events.RemoveAll(e => e.Seq <= after || e.Seq > after + limit);
        return events;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _read.Dispose();
    }
}
