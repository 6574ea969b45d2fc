using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>
/// Reads status rows. While a run has an owner, its newest decision tells how far it is: the row is not written with each.
/// </summary>
internal static class RunRows
{
    private const string Columns = """
        SELECT x.run_id, x.workflow, x.definition, x.status, coalesce(e.seq, x.last_seq), x.created_at,
            CASE WHEN e.seq IS NULL THEN x.updated_at ELSE e.at END, CASE WHEN e.seq IS NULL THEN x.wake_at ELSE e.wake_at END,
            x.attention, x.parent, x.group_name, x.group_limit, x.id, x.epoch, x.tenant
        FROM 
        """;

    private const string Newest = """
         x LEFT JOIN LATERAL (SELECT n.seq, n.at, n.wake_at FROM
            (SELECT seq, at, wake_at FROM axle.events WHERE run = x.id AND x.owner IS NOT NULL ORDER BY seq DESC LIMIT 1) n
            WHERE n.seq > x.last_seq) e ON true
        """;

    /// <summary>Reads rows by number.</summary>
    public const string ByNumber = $"{Columns} axle.runs {Newest} WHERE x.id = ANY($1)";

    private const string ByRun = $"{Columns} axle.runs {Newest} WHERE x.run_id = $1";

    /// <summary>What is the shortest way depends on how many runs a workflow, a tenant or an hour has: the plan is made for these.</summary>
    private const string PlanAnew = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)";

    private const string Expired =
        $"{Columns} (SELECT * FROM axle.runs WHERE {RunRemoval.Expired} ORDER BY id LIMIT $2) {Newest} ORDER BY x.id";

    public static async ValueTask<StoredRow?> FindAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellationToken) =>
        (await connection.Command(ByRun, Sql.Of(run)).ListAsync(Read, cancellationToken)).FirstOrDefault();

    /// <summary>Lists rows, newest first. Only those that are shown look for their newest decision.</summary>
    public static async ValueTask<IReadOnlyList<RunRow>> ListAsync(NpgsqlConnection connection, RunQuery query, CancellationToken cancellationToken)
    {
        var names = query.Search is { } search ? await DefinitionTable.NamesAsync(connection, search, query.Workflow, cancellationToken) : [];
        if (query.Search is not null && names.Count == 0 && query.SoughtIds is null)
            return [];
        var page = new RunPage(query, names);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(PlanAnew);
        batch.Add($"{Columns} (SELECT r.* FROM ({page.Text}) k JOIN axle.runs r ON r.run_id = k.run_id) {Newest}{page.Order}", page.Values);
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        return await rows.ListAsync(static r => Read(r).Row, cancellationToken);
    }

    /// <summary>Lists the runs that are old enough to be removed.</summary>
    public static async ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(
        NpgsqlConnection connection, DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        await connection.Command(Expired, Sql.Of(endedBefore), Sql.Of(limit)).ListAsync(static r => Read(r).Row, cancellationToken);

    /// <summary>One row that is of another version does not hide the others: it says so (<see cref="RunRow.Fault"/>).</summary>
    public static StoredRow Read(NpgsqlDataReader r)
    {
        var run = new RunId(r.GetString(0));
        var isKnown = StatusNames.TryRead(r.GetString(3), out var status);
        var row = new RunRow(
            run, r.GetString(1), r.GetString(2), isKnown ? status : RunStatus.Idle, r.GetInt64(4), r.Time(5), r.Time(6), r.TimeOrNull(7),
            r.TextOrNull(10), r.GetInt32(11), r.TextOrNull(9) is { } parent ? new RunId(parent) : null, (RunAttention)r.GetInt32(8))
        {
            Tenant = r.TextOrNull(14),
            Fault = isKnown ? null : StatusNames.Unknown(run, r.GetString(3)),
        };
        return new StoredRow(row, r.GetInt64(12), r.GetInt64(13));
    }

    public static AxleException NoSuchRun(RunId run) => new(ErrorKind.NotFound, $"There is no run {run}. 'ax workflow list' shows the runs there are.");
}

/// <summary>A status row with what only the store needs.</summary>
/// <param name="Row">The row.</param>
/// <param name="Number">The number by which other tables know the run.</param>
/// <param name="Epoch">The epoch of the last claim.</param>
internal sealed record StoredRow(RunRow Row, long Number, long Epoch)
{
    /// <summary>The row, for who needs just this one.</summary>
    /// <exception cref="AxleException">Internal: it is of another version.</exception>
    public RunRow Sound() => Row.Fault is { } fault ? throw new AxleException(ErrorKind.Internal, fault) : Row;
}
