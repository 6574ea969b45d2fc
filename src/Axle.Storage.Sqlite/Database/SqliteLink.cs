using SQLitePCL;

namespace Axle.Storage.Sqlite.Database;

/// <summary>One connection to a database. For one thread at a time.</summary>
internal sealed class SqliteLink : IDisposable
{
    private SqliteLink(sqlite3 handle, TimeSpan patience)
    {
        Handle = handle;
        Patience = patience;
    }

    public sqlite3 Handle { get; }

    /// <summary>How long it was opened to wait for another process that writes.</summary>
    public TimeSpan Patience { get; }

    /// <summary>Rows that were changed since the connection was opened.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(Handle);

    /// <summary>Row id of the row that was inserted last.</summary>
    public long LastInserted => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>Opens a file; it is made when it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patience">How long to wait for another process that writes.</param>
    public static SqliteLink Open(string path, TimeSpan patience)
    {
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(path, out var handle, Flags, null);
        var link = new SqliteLink(handle, patience);
        if (code != raw.SQLITE_OK)
        {
            var fault = link.Fault(code);
            link.Dispose();
            throw fault;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        link.WaitFor(patience);
        return link;
    }

    /// <summary>Says how long to wait for another process that writes, from now on.</summary>
    public void WaitFor(TimeSpan time) => raw.sqlite3_busy_timeout(Handle, (int)time.TotalMilliseconds);

    /// <summary>Runs statements that bring no rows.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(Handle, sql);
        if (code != raw.SQLITE_OK)
            throw Fault(code);
    }

    public sqlite3_stmt Prepare(string sql)
    {
        const uint Persistent = 1;
        var code = raw.sqlite3_prepare_v3(Handle, sql, Persistent, out var statement);
        return code == raw.SQLITE_OK ? statement : throw Fault(code);
    }

    /// <summary>What SQLite says about the call that just failed.</summary>
    public SqliteFault Fault(int code) => new(code, raw.sqlite3_errmsg(Handle).utf8_to_string() ?? "");

    public void Dispose() => Handle.Dispose();
}
