using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Transfer;

/// <summary>
/// What a transfer leaves in the file. While it copies: a log of what is changed by whatever process, written by triggers. At its end: triggers that keep
/// everybody from writing, also processes that opened the file before.
/// </summary>
internal static class TransferMark
{
    public const string Table = "store_transfer";
    public const string Log = "store_transfer_log";

    /// <summary>What those who write are told, before the name of the place.</summary>
    public const string Fenced = "was moved to ";

    /// <summary>Columns of keys in the log: no table's key has more.</summary>
    private const int LongestKey = 3;

    private static readonly string[] Changes = ["INSERT", "UPDATE", "DELETE"];

    /// <summary>The transfer that a file is in; null when it is in none.</summary>
    public static SourceTransfer? Find(SqliteLink link)
    {
        using var table = new Statement(link, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1");
        if (table.Number(Table) is null)
            return null;
        using var mark = new Statement(link, $"SELECT transfer, target, started_at, moved_at FROM {Table}");
        return mark.List(static r => new SourceTransfer(Guid.Parse(r.Text(0), CultureInfo.InvariantCulture), r.Text(1), r.Time(2), r.TimeOrNull(3)))
            .SingleOrDefault();
    }

    /// <summary>Refuses a file that was moved.</summary>
    /// <exception cref="AxleException">Refused: it was.</exception>
    public static void RequireHere(SqliteLink link, string file)
    {
        if (Find(link) is not { MovedAt: { } at } moved)
            return;
        throw new AxleException(
            ErrorKind.Refused,
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{file}' was moved to {moved.Target} at {at:yyyy-MM-dd HH:mm:ss}Z. Say so: AXLE_STORE=postgres://…, or 'store:' in axle.yaml. To use the file again, without ")
            + "what happened there since: 'ax store migrate --abandon'.");
    }

    /// <summary>Begins to write down what is changed. In the caller's transaction.</summary>
    public static void Begin(SqliteLink link, SourceTransfer transfer)
    {
        link.Execute($"""
            CREATE TABLE {Table} (transfer TEXT NOT NULL, target TEXT NOT NULL, started_at INTEGER NOT NULL, moved_at INTEGER);
            CREATE TABLE {Log} (id INTEGER PRIMARY KEY AUTOINCREMENT, tbl TEXT NOT NULL, k1, k2, k3);
            """);
        using var insert = new Statement(link, $"INSERT INTO {Table} (transfer, target, started_at) VALUES (?1, ?2, ?3)");
        insert.Run(transfer.Id.ToString("D"), transfer.Target, transfer.StartedAt.UtcTicks);
        foreach (var table in SourceTables.Tracked)
        {
            foreach (var change in Changes)
                link.Execute($"CREATE TRIGGER {TriggerName(table.Name, change)} AFTER {change} ON {table.Name} BEGIN {Noting(table, change)} END");
        }
    }

    /// <summary>Keeps everybody from writing from now on. In the caller's transaction.</summary>
    public static void Fence(SqliteLink link, DateTimeOffset now)
    {
        var transfer = Find(link) ?? throw new InvalidOperationException("Nothing is being moved.");
        DropTriggers(link);
        link.Execute($"DROP TABLE {Log}");
        using var moved = new Statement(link, $"UPDATE {Table} SET moved_at = ?1");
        moved.Run(now.UtcTicks);
        var reason = $"'the database {Fenced}{transfer.Target.Replace("'", "''", StringComparison.Ordinal)}'";
        foreach (var table in SourceTables.Tracked.Select(static t => t.Name).Append("model_holds"))
        {
            foreach (var change in Changes)
                link.Execute($"CREATE TRIGGER {TriggerName(table, change)} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, {reason}); END");
        }
    }

    /// <summary>Takes away all that a transfer left. In the caller's transaction.</summary>
    public static void Remove(SqliteLink link)
    {
        DropTriggers(link);
        link.Execute($"DROP TABLE IF EXISTS {Log}; DROP TABLE IF EXISTS {Table}");
    }

    private static string TriggerName(string table, string change) => $"{Table}_{table}_{change.ToLowerInvariant()}";

    private static string Noting(TrackedTable table, string change)
    {
        var sql = new StringBuilder();
        // A change of the key leaves the old row to be removed.
        if (change != "INSERT")
            Note(sql, table, "OLD", "");
        if (change == "INSERT")
            Note(sql, table, "NEW", "");
        if (change == "UPDATE")
            Note(sql, table, "NEW", $" WHERE ({Columns(table, "NEW")}) IS NOT ({Columns(table, "OLD")})");
        return sql.ToString();
    }

    private static void Note(StringBuilder sql, TrackedTable table, string row, string condition)
    {
        var keys = Enumerable.Range(0, LongestKey).Select(i => i < table.Keys.Length ? $"{row}.{table.Keys[i]}" : "NULL");
        sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO {Log} (tbl, k1, k2, k3) SELECT '{table.Table.Name}', {string.Join(", ", keys)}{condition}; ");
    }

    private static string Columns(TrackedTable table, string row) => string.Join(", ", table.Keys.Select(k => $"{row}.{k}"));

    private static void DropTriggers(SqliteLink link)
    {
        using var triggers = new Statement(link, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, length(?1)) = ?1");
        ImmutableArray<string> names = [.. triggers.List(static r => r.Text(0), Table + "_")];
        foreach (var name in names)
            link.Execute($"DROP TRIGGER {name}");
    }
}
