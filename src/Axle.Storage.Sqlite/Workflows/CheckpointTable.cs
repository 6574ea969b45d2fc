using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_checkpoints</c>: places in histories to come back to.</summary>
internal sealed class CheckpointTable(SqliteLink link) : IDisposable
{
    private readonly Statement _insert = new(
        link, "INSERT OR IGNORE INTO workflow_checkpoints (execution, seq, name, automatic, at) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _list = new(
        link,
        """
        SELECT c.seq, c.name, c.automatic, c.at FROM workflow_executions x JOIN workflow_checkpoints c ON c.execution = x.id
        WHERE x.run_id = ?1 ORDER BY c.seq, c.name
        """);

    public void Insert(long execution, RunCheckpoint checkpoint) =>
        _insert.Run(execution, checkpoint.Seq, checkpoint.Name, checkpoint.Automatic, checkpoint.At.ToStored());

    public List<RunCheckpoint> List(RunId run) =>
        _list.List(static r => new RunCheckpoint(r.Int64(0), r.Text(1), r.Bool(2), r.Time(3)), run);

    public void Dispose()
    {
        _insert.Dispose();
        _list.Dispose();
    }
}
