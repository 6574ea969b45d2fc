using System.Globalization;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Transfer;
using Npgsql;

namespace Axle.Storage.Postgres.Transfer;

/// <summary>Commands that read and write any table that travels: a column of rows is one parameter.</summary>
internal static class TransferSql
{
    /// <summary>Reads rows: those of keys that are its parameters, or all in order when it has none.</summary>
    public static NpgsqlCommand Reading(NpgsqlConnection connection, TransferTable table, IReadOnlyList<object?[]>? keys)
    {
        var cells = string.Join(", ", table.Columns.Select(static c => c.Kind == CellKind.Number ? $"x.{c.Name}::bigint" : $"x.{c.Name}"));
        var order = string.Join(", ", table.Key.Select(static c => $"x.{c.Name}"));
        return keys is null
            ? connection.Command($"SELECT {cells} FROM axle.{table.Name} x ORDER BY {order}")
            : connection.Command(
                $"SELECT {cells} FROM axle.{table.Name} x JOIN {Unnested(table.Key)} ON {Same(table.Key)} ORDER BY {order}", Parameters(table.Key, keys));
    }

    /// <summary>Removes the rows of keys.</summary>
    public static void AddRemoval(NpgsqlBatch batch, TransferTable table, IReadOnlyList<object?[]> keys) =>
        batch.Add($"DELETE FROM axle.{table.Name} x USING {Unnested(table.Key)} WHERE {Same(table.Key)}", Parameters(table.Key, keys));

    /// <summary>
    /// Writes rows that are not there. What is there and must be unique beside them was changed meanwhile where it comes from, else it would not be there: it
    /// goes, and comes again with the changes.
    /// </summary>
    public static void AddRows(NpgsqlBatch batch, TransferTable table, IReadOnlyList<object?[]> rows)
    {
        foreach (var unique in table.Unique)
        {
            TransferColumn[] columns = [.. unique.Split(", ").Select(name => table.Columns.Single(c => c.Name == name))];
            int[] places = [.. Enumerable.Range(0, table.KeyLength), .. columns.Select(c => table.Columns.IndexOf(c))];
            batch.Add(
                $"DELETE FROM axle.{table.Name} x USING {Unnested([.. table.Key, .. columns])} WHERE {Same(columns)} AND NOT ({Same(table.Key)})",
                Parameters([.. table.Key, .. columns], [.. rows.Select(row => Array.ConvertAll(places, i => row[i]))]));
        }

        // Histories are in partitions by the number of their run, which comes first in their key.
        if (table.Name == "events" && rows.Count > 0)
            batch.Add("SELECT axle.make_history($1)", Sql.Of(rows.Max(static row => (long)row[0]!)));
        var names = string.Join(", ", table.Columns.Select(static c => c.Name));
        batch.Add(
            $"INSERT INTO axle.{table.Name} ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM {Unnested(table.Columns)} "
            + (table.IsOnlyAddedTo ? "ON CONFLICT DO NOTHING" : ""),
            Parameters(table.Columns, rows));
    }

    /// <summary>Reads a row.</summary>
    public static object?[] Row(TransferTable table, NpgsqlDataReader found)
    {
        var row = new object?[table.Columns.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = found.IsDBNull(i) ? null : table.Columns[i].Kind switch
            {
                CellKind.Number => found.GetInt64(i),
                CellKind.Flag => found.GetBoolean(i),
                CellKind.Text => found.GetString(i),
                CellKind.Id => found.GetGuid(i),
                _ => found.GetFieldValue<byte[]>(i),
            };
        }

        return row;
    }

    private static string Unnested(IReadOnlyList<TransferColumn> columns) =>
        $"unnest({string.Join(", ", columns.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}")))}) "
        + $"AS n({string.Join(", ", columns.Select(static c => c.Name))})";

    private static string Same(IReadOnlyList<TransferColumn> columns) => string.Join(" AND ", columns.Select(static c => $"x.{c.Name} = n.{c.Name}"));

    private static NpgsqlParameter[] Parameters(IReadOnlyList<TransferColumn> columns, IReadOnlyList<object?[]> rows) =>
        [.. columns.Select((column, i) => Parameter(column.Kind, i, rows))];

    private static NpgsqlParameter Parameter(CellKind kind, int column, IReadOnlyList<object?[]> rows) => kind switch
    {
        CellKind.Number => Sql.Of(Cells(rows, column, static cell => (long?)cell)),
        CellKind.Flag => Sql.Of(Cells(rows, column, static cell => (bool?)cell)),
        CellKind.Text => Sql.Of(Cells(rows, column, static cell => (string?)cell)),
        CellKind.Id => Sql.Of(Cells(rows, column, static cell => (Guid?)cell)),
        _ => Sql.Of(Cells(rows, column, static cell => (byte[]?)cell)),
    };

    private static T[] Cells<T>(IReadOnlyList<object?[]> rows, int column, Func<object?, T> cell)
    {
        var cells = new T[rows.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = cell(rows[i][column]);
        return cells;
    }
}
