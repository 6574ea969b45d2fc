using System.Text;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Runs.Events;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_events</c>: the histories. A row once written never changes.</summary>
internal sealed class EventTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection, "INSERT INTO workflow_events (execution, seq, at, type, data) VALUES ($1, $2, $3, $4, $5)", 5);

    private readonly Statement _read = new(
        connection,
        """
        SELECT e.seq, e.at, e.data FROM workflow_executions x JOIN workflow_events e ON e.execution = x.id
        WHERE x.run_id = $1 AND e.seq > $2 ORDER BY e.seq
        """,
        2);

    public void Insert(long execution, RecordedEvent recorded) => _insert.Run(
        execution, recorded.Seq, recorded.At.ToStored(), RunEventJson.NameOf(recorded.Event),
        Encoding.UTF8.GetString(RunEventJson.Write(recorded.Event)));

    public List<RecordedEvent> Read(RunId run, long after) => _read.Rows(
        static r => new RecordedEvent(r.GetInt64(0), r.Time(1), RunEventJson.Read(Encoding.UTF8.GetBytes(r.GetString(2)))), run.Value, after);

    public void Dispose()
    {
        _insert.Dispose();
        _read.Dispose();
    }
}
