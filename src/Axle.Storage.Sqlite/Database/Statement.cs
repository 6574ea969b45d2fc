using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Axle.Storage.Sqlite.Database;

/// <summary>
/// A statement with its parameters in order: <c>?1</c>, <c>?2</c> … Prepared when it is first used, and once. Straight on SQLite's own
/// interface: the layers above it box every value.
/// </summary>
/// <param name="connection">Where it runs.</param>
/// <param name="sql">A constant of the table classes; values go through parameters.</param>
internal sealed class Statement(SqliteLink connection, string sql) : IDisposable
{
    private sqlite3_stmt? _statement;

    /// <summary>Runs it and returns the number of rows it changed.</summary>
    public int Run(params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(values);
        var code = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
            throw connection.Fault(code);
        return raw.sqlite3_changes(connection.Handle);
    }

    /// <summary>Runs it and returns the first column of the first row; null when there is none.</summary>
    public long? Number(params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(values);
        return rows.Read() && !rows.IsNull(0) ? rows.Int64(0) : null;
    }

    /// <summary>Runs it; its rows are read from what is returned, which has to be disposed before the statement runs again.</summary>
    public SqlRows Query(params ReadOnlySpan<SqlValue> values) => new(connection, Bind(values));

    /// <summary>Runs it and reads its rows.</summary>
    public List<T> List<T>(Func<SqlRows, T> read, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(values);
        var list = new List<T>();
        while (rows.Read())
            list.Add(read(rows));
        return list;
    }

    public void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Bind(ReadOnlySpan<SqlValue> values)
    {
        var statement = _statement ??= connection.Prepare(sql);
        for (var i = 0; i < values.Length; i++)
        {
            ref readonly var value = ref values[i];
            var code = value.Kind switch
            {
                SqlKind.Number => raw.sqlite3_bind_int64(statement, i + 1, value.Number),
                SqlKind.Text => BindText(statement, i + 1, value.Text!),
                SqlKind.Utf8 => raw.sqlite3_bind_text(statement, i + 1, value.Bytes.Span),
                SqlKind.Blob when value.Bytes.IsEmpty => raw.sqlite3_bind_zeroblob(statement, i + 1, 0),
                SqlKind.Blob => raw.sqlite3_bind_blob(statement, i + 1, value.Bytes.Span),
                _ => raw.sqlite3_bind_null(statement, i + 1),
            };
            if (code != raw.SQLITE_OK)
                throw connection.Fault(code);
        }

        return statement;
    }

    private static int BindText(sqlite3_stmt statement, int index, string text)
    {
        const int Small = 256;
        // An empty span is a null pointer, and SQLite takes that for NULL.
        if (text.Length == 0)
            return raw.sqlite3_bind_text(statement, index, "");
        byte[]? rented = null;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = most <= Small ? stackalloc byte[Small] : rented = ArrayPool<byte>.Shared.Rent(most);
        var code = raw.sqlite3_bind_text(statement, index, buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return code;
    }
}
