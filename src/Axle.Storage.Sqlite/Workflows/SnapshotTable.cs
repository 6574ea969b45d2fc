using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_snapshots</c>: the newest snapshot of a run, so that it is opened without its whole history.</summary>
internal sealed class SnapshotTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _put = new(connection, "INSERT OR REPLACE INTO workflow_snapshots (execution, seq, data) VALUES ($1, $2, $3)", 3);

    private readonly Statement _find = new(
        connection, "SELECT s.seq, s.data FROM workflow_executions x JOIN workflow_snapshots s ON s.execution = x.id WHERE x.run_id = $1", 1);

    public void Put(long execution, RunSnapshot snapshot) => _put.Run(execution, snapshot.Seq, snapshot.Data.ToArray());

    public RunSnapshot? Find(RunId run) => _find.Rows(static r => new RunSnapshot(r.GetInt64(0), (byte[])r.GetValue(1)), run.Value).FirstOrDefault();

    public void Dispose()
    {
        _put.Dispose();
        _find.Dispose();
    }
}
