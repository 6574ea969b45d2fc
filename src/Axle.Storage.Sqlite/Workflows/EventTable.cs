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
        WHERE x.run_id = $1 AND e.seq > $2 ORDER BY e.seq
        """,
        2);

    public void Insert(long execution, ReadOnlySpan<RecordedEvent> events, DateTimeOffset at) => _insert.Run(
        execution, events[^1].Seq, at.ToStored(), Encoding.UTF8.GetString(DecisionData.Write(events, at)));

    public List<RecordedEvent> Read(RunId run, long after)
    {
        var events = new List<RecordedEvent>();
        _read.Rows(
            r =>
            {
                DecisionData.Read(Encoding.UTF8.GetBytes(r.GetString(2)), r.GetInt64(0), r.Time(1), events);
                return 0;
            },
            run.Value,
            after);
        events.RemoveAll(e => e.Seq <= after);
        return events;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _read.Dispose();
    }
}
