using System.Collections.Immutable;
using Axle.Workflows.Transfer;

namespace Axle.Storage.Sqlite.Transfer;

/// <summary>Where in the file the tables are that travel.</summary>
internal static class SourceTables
{
    /// <summary>The newest decision of a run that has an owner: it tells how far the run is, and not the run's row.</summary>
    private const string Runs = """
        workflow_executions x LEFT JOIN workflow_events e ON x.owner IS NOT NULL AND e.seq > x.last_seq
            AND e.id = (SELECT id FROM workflow_events WHERE execution = x.id ORDER BY seq DESC LIMIT 1)
        """;

    private const string WakeAt = "CASE WHEN e.id IS NULL THEN x.wake_at ELSE e.wake_at END";

    /// <summary>Who owns a run here owns it nowhere else: it travels as if its process had died.</summary>
    private const string DueAt = $"""
        CASE WHEN x.owner IS NULL THEN x.due_at WHEN x.status = 'idle' AND x.group_name IS NOT NULL THEN NULL
            WHEN x.status IN ('paused', 'completed', 'failed', 'cancelled') THEN {WakeAt} ELSE 0 END
        """;

    /// <summary>What each column of a run is read from, when it is not its own.</summary>
    private static readonly Dictionary<string, string> RunCells = new(StringComparer.Ordinal)
    {
        ["last_seq"] = "ifnull(e.seq, x.last_seq)",
        ["updated_at"] = "CASE WHEN e.id IS NULL THEN x.updated_at ELSE e.at END",
        ["wake_at"] = WakeAt,
        ["due_at"] = DueAt,
    };

    /// <summary>Names of tables that differ from those under which they travel.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["runs"] = "workflow_executions",
        ["events"] = "workflow_events",
        ["checkpoints"] = "workflow_checkpoints",
        ["signals"] = "workflow_signals",
        ["snapshots"] = "workflow_snapshots",
    };

    /// <summary>The tables, in the order of <see cref="TransferTables.All"/>.</summary>
    public static ImmutableArray<SourceTable> All { get; } = [.. TransferTables.All.Select(Of)];

    /// <summary>Tables of the file whose changes are written down, each under the table that travels and the columns of its key.</summary>
    public static ImmutableArray<TrackedTable> Tracked { get; } =
    [
        .. All.Select(static t => new TrackedTable(t.Name, t.Table, t.Keys)),
        new("user_secrets", TransferTables.All.Single(static t => t.Name == "users"), ["user"]),
    ];

    /// <summary>Tables that do not travel, and why.</summary>
    public static ImmutableDictionary<string, string> Left { get; } = ImmutableDictionary<string, string>.Empty
        .Add("model_holds", "What a process holds of a budget ends with the process.")
        .Add("sqlite_sequence", "SQLite's own: the numbers of signals. They are begun behind the largest.")
        .Add(TransferMark.Table, "The transfer itself.")
        .Add(TransferMark.Log, "The transfer itself.");

    private static string NameOf(TransferTable table) => Names.GetValueOrDefault(table.Name, table.Name);

    private static SourceTable Of(TransferTable table) => new(
        table,
        NameOf(table),
        table.Name == "runs" ? Runs : $"{NameOf(table)} x",
        [.. table.Columns.Select(c => Cell(table, c.Name))],
        [.. table.Key.Select(c => Column(table, c.Name))]);

    private static string Cell(TransferTable table, string column) => (table.Name, column) switch
    {
        ("runs", _) when RunCells.TryGetValue(column, out var cell) => cell,
        ("users", "totp") => "(SELECT s.data FROM user_secrets s WHERE s.user = x.id AND s.name = 'totp')",
        // Whoever made the call is as good as dead where it arrives: it counts as spent there, at the most that it may have cost.
        ("model_calls", "owner") => "CASE WHEN x.owner IS NOT NULL THEN 0 END",
        _ => $"x.{Column(table, column)}",
    };

    private static string Column(TransferTable table, string column) => (table.IsOfRuns, column) switch
    {
        (true, "run") => "execution",
        (_, "user_id") => "user",
        (_, "period") => "window",
        _ => column,
    };
}

/// <summary>A table of the file whose changes are written down.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Table">The table that travels whose rows it changes.</param>
/// <param name="Keys">Its columns that are the key of that one.</param>
internal sealed record TrackedTable(string Name, TransferTable Table, ImmutableArray<string> Keys);
