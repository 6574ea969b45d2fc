using Axle.Storage.Sqlite;
using SQLitePCL;

namespace Axle.Bench.Floor;

/// <summary>
/// SQLite without anything in between: the library and the settings of the run store, one table, three prepared statements. A row is an
/// integer key, a run, a sequence number and 200 bytes.
/// </summary>
internal sealed class RawDatabase : IDisposable
{
    private const string Settings =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;"
        + "CREATE TABLE rows (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, seq INTEGER NOT NULL, data BLOB NOT NULL);";

    private static readonly byte[] Data = [.. Enumerable.Repeat((byte)'x', 200)];
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;
    private long _rows;

    /// <summary>Makes a database file with an empty table.</summary>
    public RawDatabase(string path)
    {
        UseLibraryOfTheStore(path);
        Check(raw.sqlite3_open_v2(path, out _database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null));
        Check(raw.sqlite3_exec(_database, Settings));
        _begin = Prepare("BEGIN IMMEDIATE");
        _insert = Prepare("INSERT INTO rows (run, seq, data) VALUES (?1, ?2, ?3)");
        _commit = Prepare("COMMIT");
        Check(raw.sqlite3_bind_blob(_insert, 3, Data));
    }

    /// <summary>Version of the SQLite in use; null before one was chosen.</summary>
    public static string? LibraryVersion { get; private set; }

    /// <summary>Puts so many rows on disk in one transaction.</summary>
    public void Commit(int rows)
    {
        Run(_begin);
        for (var i = 0; i < rows; i++)
        {
            _rows++;
            Check(raw.sqlite3_bind_int64(_insert, 1, _rows % 1000));
            Check(raw.sqlite3_bind_int64(_insert, 2, _rows));
            Run(_insert);
        }

        Run(_commit);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _insert.Dispose();
        _commit.Dispose();
        _database.Dispose();
    }

    /// <summary>The store chooses a SQLite library when it is first opened, once for the process.</summary>
    private static void UseLibraryOfTheStore(string path)
    {
        if (LibraryVersion is not null)
            return;
        SqliteRunStore.Open(path + "-library").DisposeAsync().AsTask().GetAwaiter().GetResult();
        LibraryVersion = raw.sqlite3_libversion().utf8_to_string();
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_database, sql, out var statement));
        return statement;
    }

    private void Run(sqlite3_stmt statement)
    {
        Check(raw.sqlite3_step(statement));
        Check(raw.sqlite3_reset(statement));
    }

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
            throw new InvalidOperationException($"SQLite says {code}: {raw.sqlite3_errmsg(_database).utf8_to_string()}");
    }
}
