using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_executions</c>: one narrow row a run, and who owns it. Read by <see cref="RunRows"/>.</summary>
internal sealed class ExecutionTable(SqliteLink link) : IDisposable
{
    private readonly Statement _insert = new(
        link,
        """
        INSERT OR IGNORE INTO workflow_executions (run_id, workflow, definition, status, last_seq, created_at, updated_at, wake_at,
            attention, parent, group_name, group_limit, owner, due_at, tenant, epoch)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1)
        """);

    private readonly Statement _update = new(
        link,
        """
        UPDATE workflow_executions SET status = ?2, last_seq = ?3, updated_at = ?4, wake_at = ?5, attention = ?6, parent = ?7,
            group_name = ?8, group_limit = ?9, owner = ?10, due_at = ?11, epoch = ?12
        WHERE id = ?1
        """);

    /// <summary>Creates the row of a new run. Null when there is one already.</summary>
    public long? Insert(RunRow row, string? owner)
    {
        var inserted = _insert.Run(
            row.Run, row.Workflow, row.Definition, StatusNames.Name(row.Status), row.LastSeq, row.CreatedAt.ToStored(), row.UpdatedAt.ToStored(),
            row.WakeAt.ToStored(), (int)row.Attention, row.Parent?.Value, row.Group, row.GroupLimit, owner,
            owner is null ? row.WakeAt.ToStored() : null, row.Tenant);
        return inserted == 1 ? link.LastInserted : null;
    }

    /// <summary>Writes the whole row.</summary>
    /// <param name="stored">The row, its owner and its epoch.</param>
    /// <param name="dueAt">When it is due without an owner.</param>
    public void Update(StoredRow stored, DateTimeOffset? dueAt)
    {
        var row = stored.Row;
        _update.Run(
            stored.Execution, StatusNames.Name(row.Status), row.LastSeq, row.UpdatedAt.ToStored(), row.WakeAt.ToStored(), (int)row.Attention,
            row.Parent?.Value, row.Group, row.GroupLimit, stored.Owner, dueAt.ToStored(), stored.Epoch);
    }

    public static AxleException NoSuchRun(RunId run) => new(ErrorKind.NotFound, $"There is no run {run}. 'ax workflow list' shows the runs there are.");

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
    }
}
