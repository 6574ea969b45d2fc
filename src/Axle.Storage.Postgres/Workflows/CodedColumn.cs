using System.Collections.Immutable;
using System.Globalization;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>A column whose values go through the codec, and how its rows are called.</summary>
/// <param name="Table">The table.</param>
/// <param name="Data">The column.</param>
/// <param name="Keys">What a row is called by, in the order of its index.</param>
/// <param name="HasNumbers">Whether rows are numbered; else they are called by text.</param>
/// <param name="Tenant">What says whose a value is, in SQL.</param>
internal sealed record CodedColumn(string Table, string Data, ImmutableArray<string> Keys, bool HasNumbers, string Tenant)
{
    private const string OfRun = "(SELECT coalesce(r.tenant, 'default') FROM axle.runs r WHERE r.id = x.run)";

    /// <summary>One that tenants share belongs to any of them, until it is shared out.</summary>
    private const string OfUsers = """
        CASE WHEN position('@' in x.hash) > 0 THEN split_part(x.hash, '@', 2) ELSE (
            SELECT min(coalesce(r.tenant, 'default')) FROM axle.payload_uses u JOIN axle.runs r ON r.id = u.run WHERE u.hash = x.hash) END
        """;

    /// <summary>Rows that are looked at together.</summary>
    private const int Piece = 100;

    /// <summary>All columns that a codec writes.</summary>
    public static ImmutableArray<CodedColumn> All { get; } =
    [
        new("axle.events", "data", ["run", "seq"], HasNumbers: true, OfRun),
        new("axle.signals", "body", ["id"], HasNumbers: true, OfRun),
        new("axle.snapshots", "data", ["run"], HasNumbers: true, OfRun),
        new("axle.payloads", "data", ["hash"], HasNumbers: false, OfUsers),
        new("axle.shared_values", "value", ["space", "key"], HasNumbers: false, "nullif(split_part(x.space, '@', 2), '')"),
        new("axle.users", "totp", ["id"], HasNumbers: false, "NULL::text"),
    ];

    private string KeyList => string.Join(", ", Keys.Select(static k => $"x.{k}"));

    /// <summary>Rows behind the one that is called so, in order; the first ones for null.</summary>
    public ValueTask<List<CodedRow>> ReadAsync(NpgsqlConnection connection, ImmutableArray<object>? after, CancellationToken cancellationToken)
    {
        object first = HasNumbers ? 0L : "";
        ImmutableArray<object> keys = after ?? [.. Keys.Select(_ => first)];
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT x.{Data}, {Tenant}, {KeyList} FROM {Table} x WHERE x.{Data} IS NOT NULL AND ({KeyList}) > ({Parameters(1)}) ORDER BY {KeyList} LIMIT {Piece}");
        return connection.Command(sql, [.. keys.Select(Parameter)]).ListAsync(
            r => new CodedRow(this, [.. Enumerable.Range(2, Keys.Length).Select(r.GetValue)], r.TextOrNull(1), r.Bytes(0)), cancellationToken);
    }

    /// <summary>Replaces a value, unless it is another by now.</summary>
    public async ValueTask<int> WriteAsync(NpgsqlConnection connection, CodedRow row, byte[] data, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            $"UPDATE {Table} x SET {Data} = $1 WHERE x.{Data} = $2 AND ({KeyList}) = ({Parameters(3)})",
            [Sql.Of((ReadOnlyMemory<byte>)data), Sql.Of((ReadOnlyMemory<byte>)row.Stored), .. row.Keys.Select(Parameter)]);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string Parameters(int from) => string.Join(", ", Keys.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + from}")));

    private static NpgsqlParameter Parameter(object key) => key is string text ? Sql.Of(text) : Sql.Of((long)key);
}

/// <summary>A row with its value as it is stored.</summary>
/// <param name="Column">Where it stands.</param>
/// <param name="Keys">What the row is called by.</param>
/// <param name="Tenant">Whose it is; null for nobody's.</param>
/// <param name="Stored">The value.</param>
internal sealed record CodedRow(CodedColumn Column, ImmutableArray<object> Keys, string? Tenant, byte[] Stored)
{
    /// <summary>Whether it is a large value that several tenants may use.</summary>
    public bool IsShared => Column.Table == "axle.payloads" && Tenant is not null && !((string)Keys[0]).Contains('@', StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Column.Table}.{Column.Data} of {string.Join("/", Keys)}";
}
