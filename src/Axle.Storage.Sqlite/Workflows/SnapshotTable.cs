using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_snapshots</c>: the newest snapshot of a run, so that it is opened without its whole history.</summary>
internal sealed class SnapshotTable(SqliteLink link, StoredForm form) : IDisposable
{
    private readonly Statement _put = new(link, "INSERT OR REPLACE INTO workflow_snapshots (execution, seq, data) VALUES (?1, ?2, ?3)");
    private readonly Statement _find = new(link, "SELECT seq, data FROM workflow_snapshots WHERE execution = ?1");

    public void Put(long execution, RunSnapshot snapshot, string tenant) => _put.Run(execution, snapshot.Seq, form.Blob(snapshot.Data, tenant));

    public RunSnapshot? Find(long execution)
    {
        using var rows = _find.Query(execution);
        return rows.Read() ? new RunSnapshot(rows.Int64(0), form.Plain(rows.Bytes(1))) : null;
    }

    public void Dispose()
    {
        _put.Dispose();
        _find.Dispose();
    }
}
