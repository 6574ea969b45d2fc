using System.Collections.Immutable;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>A column whose values go through the codec, and how its rows are called.</summary>
/// <param name="Table">The table.</param>
/// <param name="Data">The column.</param>
/// <param name="Keys">What a row is called by, in the order of its index.</param>
/// <param name="HasNumbers">Whether rows are numbered; else they are called by text.</param>
/// <param name="IsText">Whether the column holds text when nothing is done to its values.</param>
/// <param name="Tenant">What says whose a value is, in SQL.</param>
internal sealed record CodedColumn(string Table, string Data, ImmutableArray<string> Keys, bool HasNumbers, bool IsText, string Tenant)
{
    private const string OfRun = "(SELECT ifnull(x.tenant, 'default') FROM workflow_executions x WHERE x.id = execution)";

    /// <summary>One that tenants share belongs to any of them, until it is shared out.</summary>
    private const string OfUsers = """
        CASE WHEN instr(hash, '@') > 0 THEN substr(hash, instr(hash, '@') + 1) ELSE (
            SELECT min(ifnull(x.tenant, 'default')) FROM payload_uses u JOIN workflow_executions x ON x.id = u.execution WHERE u.hash = payloads.hash) END
        """;

    /// <summary>Rows that are looked at together.</summary>
    private const int Piece = 100;

    /// <summary>All columns that a codec writes.</summary>
    public static ImmutableArray<CodedColumn> All { get; } =
    [
        new("workflow_events", "data", ["id"], HasNumbers: true, IsText: true, OfRun),
        new("workflow_signals", "body", ["id"], HasNumbers: true, IsText: true, OfRun),
        new("workflow_snapshots", "data", ["execution"], HasNumbers: true, IsText: false, OfRun),
        new("payloads", "data", ["hash"], HasNumbers: false, IsText: false, OfUsers),
        new("shared_values", "value", ["space", "key"], HasNumbers: false, IsText: true, "CASE WHEN instr(space, '@') > 0 THEN substr(space, instr(space, '@') + 1) END"),
        new("user_secrets", "data", ["user", "name"], HasNumbers: false, IsText: false, "NULL"),
    ];

    private string KeyList => string.Join(", ", Keys);

    /// <summary>Rows behind the one that is called so, in order; the first ones for null.</summary>
    public List<CodedRow> Read(SqliteLink link, ImmutableArray<SqlValue>? after)
    {
        var parameters = string.Join(", ", Keys.Select(static (_, i) => $"?{i + 1}"));
        using var statement = new Statement(
            link, $"SELECT {Data}, {Tenant}, {KeyList} FROM {Table} WHERE ({KeyList}) > ({parameters}) ORDER BY {KeyList} LIMIT {Piece}");
        SqlValue first = HasNumbers ? 0 : "";
        return statement.List(
            rows =>
            {
                var keys = ImmutableArray.CreateBuilder<SqlValue>(Keys.Length);
                for (var column = 2; column < Keys.Length + 2; column++)
                    keys.Add(HasNumbers ? rows.Int64(column) : rows.Text(column));
                return new CodedRow(this, keys.MoveToImmutable(), rows.TextOrNull(1), rows.Bytes(0).ToArray());
            },
            (after ?? [.. Keys.Select(_ => first)]).AsSpan());
    }

    /// <summary>Replaces a value, unless it is another by now.</summary>
    public int Write(SqliteLink link, CodedRow row, SqlValue data)
    {
        var parameters = string.Join(", ", Keys.Select(static (_, i) => $"?{i + 3}"));
        using var statement = new Statement(
            link, $"UPDATE {Table} SET {Data} = ?1 WHERE CAST({Data} AS BLOB) = ?2 AND ({KeyList}) = ({parameters})");
        return statement.Run([data, (ReadOnlyMemory<byte>)row.Stored, .. row.Keys]);
    }
}

/// <summary>A row with its value as it is stored.</summary>
/// <param name="Column">Where it stands.</param>
/// <param name="Keys">What the row is called by.</param>
/// <param name="Tenant">Whose it is; null for nobody's.</param>
/// <param name="Stored">The value.</param>
internal sealed record CodedRow(CodedColumn Column, ImmutableArray<SqlValue> Keys, string? Tenant, byte[] Stored)
{
    /// <summary>Whether it is a large value that several tenants may use.</summary>
    public bool IsShared => Column.Table == "payloads" && Tenant is not null && !Keys[0].Text!.Contains('@', StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Column.Table}.{Column.Data} of {string.Join("/", Keys.Select(static k => k.Text ?? k.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)))}";
}
