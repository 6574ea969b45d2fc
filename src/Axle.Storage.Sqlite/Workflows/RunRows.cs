using System.Globalization;
using System.Text;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>
/// Reads status rows. While a run has an owner, its newest decision tells how far it is: the row is not written with each.
/// </summary>
internal sealed class RunRows(SqliteLink link) : IDisposable
{
    private const string Select = """
        SELECT x.run_id, x.workflow, x.definition, x.status, max(x.last_seq, ifnull(e.seq, 0)), x.created_at,
            CASE WHEN e.seq > x.last_seq THEN e.at ELSE x.updated_at END, CASE WHEN e.seq > x.last_seq THEN e.wake_at ELSE x.wake_at END,
            x.attention, x.parent, x.group_name, x.group_limit, x.id, x.owner, x.epoch, x.tenant
        FROM workflow_executions x LEFT JOIN workflow_events e
            ON x.owner IS NOT NULL AND e.id = (SELECT id FROM workflow_events WHERE execution = x.id ORDER BY seq DESC LIMIT 1)
        """;

    private const string Unfinished =
        "SELECT x.id FROM workflow_executions x INDEXED BY workflow_executions_unfinished WHERE x.status <> 'completed'";

    private const string Waiting =
        "SELECT x.id FROM workflow_executions x INDEXED BY workflow_executions_attention WHERE x.attention <> 0";

    private readonly Statement _find = new(link, $"{Select} WHERE x.run_id = ?1");

    public StoredRow? Find(RunId run)
    {
        using var rows = _find.Query(run);
        return rows.Read() ? Read(rows) : null;
    }

    /// <summary>Lists rows, newest first.</summary>
    public List<RunRow> List(RunQuery query)
    {
        var values = new List<SqlValue>();
        string Parameter(SqlValue value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"?{values.Count}");
        }

        var conditions = Conditions(query, Parameter);
        var order = $"ORDER BY x.created_at DESC, x.run_id DESC LIMIT {Parameter(query.Limit)}";
        var statuses = query.Statuses.Select(s => Parameter(StatusNames.Name(s))).ToArray();
        var withStatus = statuses.Length == 0 ? conditions : $"{conditions} AND x.status IN ({string.Join(", ", statuses)})";
        // Most runs are completed, and wait for nobody: what is seldom is read off an index that has only that, of statuses each one's newest.
        var wanted = query.Attention != RunAttention.None ? $"x.id IN (SELECT id FROM ({Waiting} AND {withStatus} {order}))"
            : statuses.Length == 0 || query.Statuses.Contains(RunStatus.Completed) ? withStatus
            : $"x.id IN ({string.Join(" UNION ALL ", statuses.Select(s => $"SELECT id FROM ({Unfinished} AND x.status = {s} AND {conditions} {order})"))})";
        using var statement = new Statement(link, $"{Select} WHERE {wanted} {order}");
        return statement.List(Listed, [.. values]);
    }

    private string Conditions(RunQuery query, Func<SqlValue, string> parameter)
    {
        var sql = new StringBuilder("1 = 1");
        if (query.Workflow is { } workflow)
            sql.Append(" AND x.workflow = ").Append(parameter(workflow));
        if (query.Attention != RunAttention.None)
            sql.Append(" AND x.attention & ").Append(parameter((int)query.Attention)).Append(" <> 0");
        if (query.Parent is { } parent)
            sql.Append(" AND x.parent = ").Append(parameter(parent));
        if (query.Group is { } group)
            sql.Append(" AND x.group_name = ").Append(parameter(group));
        if (query.Tenant is { } tenant)
            sql.Append(" AND ifnull(x.tenant, 'default') = ").Append(parameter(tenant));
        if (query.Search is { } search)
            sql.Append(" AND (").Append(Found(query, search.ToLowerInvariant(), parameter)).Append(')');
        if (query.From is { } from)
            sql.Append(" AND x.created_at >= ").Append(parameter(from.ToStored()));
        if (query.To is { } to)
            sql.Append(" AND x.created_at < ").Append(parameter(to.ToStored()));
        if (query.Before is not { } before)
            return sql.ToString();
        var last = parameter(before);
        return sql.Append(
            CultureInfo.InvariantCulture, $" AND (x.created_at, x.run_id) < (SELECT created_at, run_id FROM workflow_executions WHERE run_id = {last})").ToString();
    }

    /// <summary>Runs are gone through only when a workflow has the text in its name; by their id they are found in the index.</summary>
    private string Found(RunQuery query, string search, Func<SqlValue, string> parameter)
    {
        var byId = query.SoughtIds is var (first, end)
            ? $"x.run_id IN (SELECT run_id FROM workflow_executions WHERE run_id >= {parameter(first)} AND run_id < {parameter(end)})"
            : "1 = 0";
        return IsInName(search) ? $"{byId} OR x.workflow IN (SELECT name FROM workflows WHERE instr(lower(name), {parameter(search)}) > 0)" : byId;
    }

    private bool IsInName(string search)
    {
        using var statement = new Statement(link, "SELECT 1 FROM workflows WHERE instr(lower(name), ?1) > 0 LIMIT 1");
        using var rows = statement.Query(search);
        return rows.Read();
    }

    /// <summary>Lists the runs that are old enough to be removed.</summary>
    public List<RunRow> ListExpired(DateTimeOffset endedBefore, int limit)
    {
        using var statement = new Statement(link, $"{Select} WHERE x.id IN (SELECT id FROM workflow_executions WHERE {RunRemoval.Expired}) ORDER BY x.id");
        return statement.List(static r => Read(r).Row, endedBefore.ToStored(), limit);
    }

    public void Dispose() => _find.Dispose();

    /// <summary>One row that is of another version does not hide the others.</summary>
    private static RunRow Listed(SqlRows r) =>
        StatusNames.TryRead(r.Text(3), out var status) ? Row(r, status) : Row(r, RunStatus.Idle) with { Fault = UnknownStatus(r) };

    private static StoredRow Read(SqlRows r)
    {
        var row = StatusNames.TryRead(r.Text(3), out var status) ? Row(r, status) : throw new AxleException(ErrorKind.Internal, UnknownStatus(r));
        return new StoredRow(row, r.Int64(12), r.TextOrNull(13), r.Int64(14));
    }

    private static RunRow Row(SqlRows r, RunStatus status) => new(
        r.Run(0), r.Text(1), r.Text(2), status, r.Int64(4), r.Time(5), r.Time(6), r.TimeOrNull(7),
        r.TextOrNull(10), r.Int32(11), r.IsNull(9) ? null : r.Run(9), (RunAttention)r.Int32(8))
    {
        Tenant = r.TextOrNull(15),
    };

    private static string UnknownStatus(SqlRows r) => StatusNames.Unknown(r.Run(0), r.Text(3));
}

/// <summary>A status row with what only the store needs.</summary>
/// <param name="Row">The row.</param>
/// <param name="Execution">The number by which other tables know the run.</param>
/// <param name="Owner">Who may append to it; null for nobody.</param>
/// <param name="Epoch">The epoch of the last claim.</param>
internal sealed record StoredRow(RunRow Row, long Execution, string? Owner, long Epoch);
