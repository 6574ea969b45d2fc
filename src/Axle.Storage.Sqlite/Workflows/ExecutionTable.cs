using System.Globalization;
using System.Text;
using System.Text.Json;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_executions</c>: one narrow row a run, and who owns it.</summary>
internal sealed class ExecutionTable(SqliteConnection connection) : IDisposable
{
    private const string Columns = "run_id, workflow, definition, status, last_seq, created_at, updated_at, wake_at, attention, parent, group_name, group_limit";

    private readonly Statement _insert = new(
        connection,
        $"INSERT OR IGNORE INTO workflow_executions ({Columns}, owner, epoch, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14) RETURNING id",
        14);

    private readonly Statement _advance = new(
        connection,
        """
        UPDATE workflow_executions SET status = $1, last_seq = $2, updated_at = $3, wake_at = $4,
            attention = $5, parent = $6, group_name = $7, group_limit = $8, owner = $9, due_at = $10
        WHERE run_id = $11 AND epoch = $12 AND owner = $13 AND last_seq = $14 RETURNING id
        """,
        14);

    private readonly Statement _ownerOf = new(connection, "SELECT owner FROM workflow_executions WHERE run_id = $1", 1);

    private readonly Statement _claim = new(
        connection, "UPDATE workflow_executions SET owner = $2, due_at = NULL, epoch = epoch + 1 WHERE run_id = $1 RETURNING epoch", 2);

    private readonly Statement _release = new(
        connection,
        """
        UPDATE workflow_executions SET owner = NULL, due_at = CASE WHEN status IN ('executing', 'compensating') THEN 0 ELSE wake_at END
        WHERE run_id = $1 AND epoch = $2 AND owner = $3
        """,
        3);

    private readonly Statement _find = new(connection, $"SELECT {Columns} FROM workflow_executions WHERE run_id = $1", 1);

    /// <summary>Creates the row of a new run. Null when there is one already.</summary>
    public long? Insert(RunRow row, string? owner) => (long?)_insert.Scalar(
        row.Run.Value, row.Workflow, row.Definition, Name(row.Status), row.LastSeq,
        row.CreatedAt.ToStored(), row.UpdatedAt.ToStored(), row.WakeAt.ToStored(),
        (int)row.Attention, row.Parent?.Value, row.Group, row.GroupLimit, owner, owner is null ? row.WakeAt.ToStored() : null);

    /// <summary>Moves the row on, if this owner in this epoch is the one who may, and the run stands where it thinks. Null if not.</summary>
    public long? Advance(RunRow row, string owner, bool release, long epoch, long from) => (long?)_advance.Scalar(
        Name(row.Status), row.LastSeq, row.UpdatedAt.ToStored(), row.WakeAt.ToStored(),
        (int)row.Attention, row.Parent?.Value, row.Group, row.GroupLimit, release ? null : owner, release ? row.WakeAt.ToStored() : null,
        row.Run.Value, epoch, owner, from);

    /// <summary>Gives the run to an owner, unless a living one has it.</summary>
    public long Claim(RunId run, string owner, Func<string, bool> isAlive)
    {
        if (_ownerOf.Scalar(run.Value) is string holder && holder != owner && isAlive(holder))
            throw new RunHeldException(run, holder);
        return (long?)_claim.Scalar(run.Value, owner) ?? throw NoSuchRun(run);
    }

    public int Release(RunId run, long epoch, string owner) => _release.Run(run.Value, epoch, owner);

    public RunRow? Find(RunId run) => _find.Rows(Read, run.Value).FirstOrDefault();

    public static IReadOnlyList<RunRow> List(SqliteConnection connection, RunQuery query)
    {
        var sql = new StringBuilder($"SELECT {Columns} FROM workflow_executions WHERE 1 = 1");
        var values = new List<object?>();
        if (!query.Statuses.IsEmpty)
        {
            sql.Append(" AND status IN (").AppendJoin(", ", query.Statuses.Select(s => Parameter(values, Name(s)))).Append(')');
        }

        if (query.Workflow is { } workflow)
            sql.Append(" AND workflow = ").Append(Parameter(values, workflow));
        if (query.Attention != RunAttention.None)
            sql.Append(" AND attention <> 0 AND attention & ").Append(Parameter(values, (int)query.Attention)).Append(" <> 0");
        if (query.Parent is { } parent)
            sql.Append(" AND parent = ").Append(Parameter(values, parent.Value));
        if (query.Group is { } group)
            sql.Append(" AND group_name = ").Append(Parameter(values, group));
        if (query.Before is { } before)
        {
            var last = Parameter(values, before.Value);
            sql.Append(CultureInfo.InvariantCulture, $" AND (created_at, run_id) < (SELECT created_at, run_id FROM workflow_executions WHERE run_id = {last})");
        }

        sql.Append(" ORDER BY created_at DESC, run_id DESC LIMIT ").Append(Parameter(values, query.Limit));
        using var statement = new Statement(connection, sql.ToString(), values.Count);
        return statement.Rows(Read, [.. values]);
    }

    public static IReadOnlyList<RunRow> ListExpired(SqliteConnection connection, DateTimeOffset endedBefore, int limit)
    {
        using var statement = new Statement(connection, $"SELECT {Columns} FROM workflow_executions WHERE {RunRemoval.Expired}", 2);
        return statement.Rows(Read, endedBefore.ToStored(), limit);
    }

    public static AxleException NoSuchRun(RunId run) => new(ErrorKind.NotFound, $"There is no run {run}. 'ax workflow list' shows the runs there are.");

    public void Dispose()
    {
        _insert.Dispose();
        _advance.Dispose();
        _ownerOf.Dispose();
        _claim.Dispose();
        _release.Dispose();
        _find.Dispose();
    }

    private static string Parameter(List<object?> values, object? value)
    {
        values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
    }

    private static string Name(RunStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static RunRow Read(SqliteDataReader r) => new(
        new RunId(r.GetString(0)), r.GetString(1), r.GetString(2), Enum.Parse<RunStatus>(r.GetString(3), ignoreCase: true),
        r.GetInt64(4), r.Time(5), r.Time(6), r.TimeOrNull(7),
        r.IsDBNull(10) ? null : r.GetString(10), r.GetInt32(11), r.IsDBNull(9) ? null : new RunId(r.GetString(9)), (RunAttention)r.GetInt32(8));
}
