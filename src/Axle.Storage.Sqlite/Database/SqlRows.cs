using System.Text;
using SQLitePCL;

namespace Axle.Storage.Sqlite.Database;

/// <summary>The rows that a statement yields. What is read as a span is there until the next row.</summary>
internal readonly ref struct SqlRows(SqliteLink connection, sqlite3_stmt statement)
{
    /// <summary>Goes to the next row; false when there is none.</summary>
    public bool Read() => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw connection.Fault(code),
    };

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int32(int column) => (int)Int64(column);

    public bool Bool(int column) => Int64(column) != 0;

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a text or a blob.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public DateTimeOffset Time(int column) => new(Int64(column), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public RunId Run(int column) => new(Text(column));

    /// <summary>Ends the statement's work; it may run again then.</summary>
    public void Dispose() => raw.sqlite3_reset(statement);
}
