using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_checkpoints</c>: places in histories to come back to.</summary>
internal sealed class CheckpointTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection, "INSERT OR IGNORE INTO workflow_checkpoints (execution, seq, name, automatic, at) VALUES ($1, $2, $3, $4, $5)", 5);

    private readonly Statement _list = new(
        connection,
        """
        SELECT c.seq, c.name, c.automatic, c.at FROM workflow_executions x JOIN workflow_checkpoints c ON c.execution = x.id
        WHERE x.run_id = $1 ORDER BY c.seq, c.name
        """,
        1);

    public void Insert(long execution, RunCheckpoint checkpoint) =>
        _insert.Run(execution, checkpoint.Seq, checkpoint.Name, checkpoint.Automatic, checkpoint.At.ToStored());

    public List<RunCheckpoint> List(RunId run) =>
        _list.Rows(static r => new RunCheckpoint(r.GetInt64(0), r.GetString(1), r.GetBoolean(2), r.Time(3)), run.Value);

    public void Dispose()
    {
        _insert.Dispose();
        _list.Dispose();
    }
}
