using Axle.Storage.Sqlite.Database;
using Axle.Tools.BuiltIn.Search.Indexing;

namespace Axle.Storage.Sqlite.Code;

/// <summary>
/// An index in one SQLite file: FTS5 with trigrams, without the texts themselves and without places in them (<c>detail=none</c>), as the files
/// are read again for what is shown. SQLite 3.35 cannot take back an entry of such a table; an entry that no file has any more leads nowhere, and
/// when there are too many of them the file is begun anew.
/// </summary>
internal sealed class SqliteCodeIndex : ICodeIndex
{
    private const int Version = 1;
    private const int MostGrams = 16;
    private const int MostStale = 2000;

    private const string Schema = """
        CREATE TABLE files (path TEXT PRIMARY KEY, id INTEGER NOT NULL UNIQUE, bytes INTEGER NOT NULL, changed INTEGER NOT NULL, hash TEXT NOT NULL, terms INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE counter (one INTEGER PRIMARY KEY, last INTEGER NOT NULL);
        INSERT INTO counter VALUES (1, 0);
        CREATE VIRTUAL TABLE grams USING fts5(text, content='', detail=none, tokenize='trigram');
        """;

    private readonly SqliteLink _link;
    private readonly string _path;

    private SqliteCodeIndex(SqliteLink link, string path) => (_link, _path) = (link, path);

    /// <summary>Opens a file; it is begun anew when it is broken, of another version, or full of what is no more.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SqliteCodeIndex Open(string path, TimeSpan patience)
    {
        for (var again = false; ; again = true)
        {
            var link = Link(path, patience);
            try
            {
                // An index is made again when it is lost: what a power failure may cost is no reason to wait for the disk.
                link.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000");
                if (Number(link, "PRAGMA user_version") == 0)
                    link.Execute($"BEGIN IMMEDIATE; {Schema} PRAGMA user_version = {Version}; COMMIT");
                if (Number(link, "PRAGMA user_version") == Version && (again || !IsStale(link)))
                    return new SqliteCodeIndex(link, path);
            }
            catch (SqliteFault fault) when (again || !IsBroken(fault))
            {
                link.Dispose();
                throw Told(fault);
            }
            catch (SqliteFault)
            {
                // It is broken: begun anew below.
            }

            link.Dispose();
            Remove(path);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IndexedFile> Files() => Try(() =>
    {
        using var all = new Statement(_link, "SELECT path, bytes, changed, hash, terms FROM files");
        return all.List(static r => new IndexedFile(r.Text(0), r.Int64(1), r.Int64(2), r.Text(3), r.Int32(4)))
            .ToDictionary(static f => f.Path, StringComparer.Ordinal);
    });

    /// <inheritdoc/>
    public void Update(IEnumerable<string> gone, IEnumerable<(IndexedFile File, string? Text)> changed) => Try(() =>
    {
        _link.Execute("BEGIN IMMEDIATE");
        try
        {
            Write(gone, changed);
            _link.Execute("COMMIT");
        }
        catch
        {
            _link.Execute("ROLLBACK");
            throw;
        }

        return true;
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> MayHold(string text) => Try(() =>
    {
        using var holding = new Statement(_link, "SELECT f.path FROM grams JOIN files f ON f.id = grams.rowid WHERE grams MATCH ?1");
        return holding.List(static r => r.Text(0), Question(text));
    });

    /// <inheritdoc/>
    public void Dispose() => _link.Dispose();

    private void Write(IEnumerable<string> gone, IEnumerable<(IndexedFile File, string? Text)> changed)
    {
        using var drop = new Statement(_link, "DELETE FROM files WHERE path = ?1");
        using var next = new Statement(_link, "UPDATE counter SET last = last + 1 RETURNING last");
        using var touch = new Statement(_link, "UPDATE files SET bytes = ?2, changed = ?3 WHERE path = ?1 AND hash = ?4");
        using var put = new Statement(_link, "INSERT OR REPLACE INTO files (path, id, bytes, changed, hash, terms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        using var index = new Statement(_link, "INSERT INTO grams (rowid, text) VALUES (?1, ?2)");
        foreach (var path in gone)
            drop.Run(path);
        foreach (var (file, text) in changed)
        {
            if (text is null && touch.Run(file.Path, file.Bytes, file.Changed, file.Hash) > 0)
                continue;
            var id = next.Number()!.Value;
            put.Run(file.Path, id, file.Bytes, file.Changed, file.Hash, file.Terms);
            if (text is not null)
                index.Run(id, $"{file.Path}\n{text}");
        }
    }

    /// <summary>Every trigram of a text, of a long one as many as tell it well enough.</summary>
    private static string Question(string text)
    {
        var grams = Enumerable.Range(0, Math.Max(1, text.Length - 2)).Select(i => text.Substring(i, Math.Min(3, text.Length - i))).Distinct().ToList();
        var step = Math.Max(1, grams.Count / MostGrams);
        return string.Join(" AND ", grams.Where((_, i) => i % step == 0).Select(static g => $"\"{g.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }

    private static bool IsStale(SqliteLink link)
    {
        var (given, live) = (Number(link, "SELECT last FROM counter"), Number(link, "SELECT count(*) FROM files"));
        return given - live > Math.Max(MostStale, live);
    }

    private static long Number(SqliteLink link, string sql)
    {
        using var statement = new Statement(link, sql);
        return statement.Number() ?? 0;
    }

    private static SqliteLink Link(string path, TimeSpan patience)
    {
        try
        {
            return SqliteLink.Open(path, patience);
        }
        catch (SqliteFault fault)
        {
            throw Told(fault);
        }
    }

    private T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteFault fault)
        {
            if (IsBroken(fault))
            {
                _link.Dispose();
                Remove(_path);
            }

            throw Told(fault);
        }
    }

    private static bool IsBroken(SqliteFault fault) => fault.Code is SqliteCode.Corrupt or SqliteCode.NotADatabase;

    private static IOException Told(SqliteFault fault) => new($"The index of the workspace cannot be used: {fault.Message}", fault);

    private static void Remove(string path)
    {
        foreach (var ending in (string[])["", "-wal", "-shm"])
            File.Delete(path + ending);
    }
}
