using System.Collections.Immutable;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>A column whose values go through the codec, and how its rows are called.</summary>
/// <param name="Table">The table.</param>
/// <param name="Data">The column.</param>
/// <param name="Keys">What a row is called by, in the order of its index.</param>
/// <param name="HasNumbers">Whether rows are numbered; else they are called by text.</param>
/// <param name="IsText">Whether the column holds text when nothing is done to its values.</param>
internal sealed record CodedColumn(string Table, string Data, ImmutableArray<string> Keys, bool HasNumbers, bool IsText)
{
    /// <summary>Rows that are looked at together.</summary>
    private const int Piece = 100;

    /// <summary>All columns that a codec writes.</summary>
    public static ImmutableArray<CodedColumn> All { get; } =
    [
        new("workflow_events", "data", ["id"], HasNumbers: true, IsText: true),
        new("workflow_signals", "body", ["id"], HasNumbers: true, IsText: true),
        new("workflow_snapshots", "data", ["execution"], HasNumbers: true, IsText: false),
        new("payloads", "data", ["hash"], HasNumbers: false, IsText: false),
        new("shared_values", "value", ["space", "key"], HasNumbers: false, IsText: true),
        new("user_secrets", "data", ["user", "name"], HasNumbers: false, IsText: false),
    ];

    private string KeyList => string.Join(", ", Keys);

    /// <summary>Rows behind the one that is called so, in order; the first ones for null.</summary>
    public List<CodedRow> Read(SqliteLink link, ImmutableArray<SqlValue>? after)
    {
        var parameters = string.Join(", ", Keys.Select(static (_, i) => $"?{i + 1}"));
        using var statement = new Statement(
            link, $"SELECT {Data}, {KeyList} FROM {Table} WHERE ({KeyList}) > ({parameters}) ORDER BY {KeyList} LIMIT {Piece}");
        SqlValue first = HasNumbers ? 0 : "";
        return statement.List(
            rows =>
            {
                var keys = ImmutableArray.CreateBuilder<SqlValue>(Keys.Length);
                for (var column = 1; column <= Keys.Length; column++)
                    keys.Add(HasNumbers ? rows.Int64(column) : rows.Text(column));
                return new CodedRow(this, keys.MoveToImmutable(), rows.Bytes(0).ToArray());
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
/// <param name="Stored">The value.</param>
internal sealed record CodedRow(CodedColumn Column, ImmutableArray<SqlValue> Keys, byte[] Stored)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Column.Table}.{Column.Data} of {string.Join("/", Keys.Select(static k => k.Text ?? k.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)))}";
}
