using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Transfer;

namespace Axle.Storage.Sqlite.Transfer;

/// <summary>A database file as it is in one moment, whatever others write meanwhile. For one thread at a time.</summary>
public sealed class SqliteTransferReader : IDisposable
{
    /// <summary>Bytes of changed rows that are read at once.</summary>
    private const long MostBytes = 16 << 20;

    private readonly SqliteDatabase _database;
    private readonly SqliteLink _link;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private bool _isOpen = true;

    /// <param name="database">The file.</param>
    /// <param name="isLocked">Whether nobody else is to write until this one is disposed.</param>
    internal SqliteTransferReader(SqliteDatabase database, bool isLocked)
    {
        _database = database;
        _link = database.Open();
        try
        {
            _link.Execute(isLocked ? "BEGIN IMMEDIATE" : "BEGIN");
            // A transaction that reads begins with the first thing that it reads.
            Prepared("SELECT count(*) FROM sqlite_master").Number();
        }
        catch (SqliteFault fault)
        {
            Dispose();
            throw database.Explained(fault);
        }
    }

    /// <summary>How many rows a table has.</summary>
    public long Count(TransferTable table) => Do(() => Prepared($"SELECT count(*) FROM {Of(table).Name}").Number() ?? 0);

    /// <summary>Rows of a table in the order of its key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="after">The key behind which they begin; null for the first.</param>
    /// <param name="rows">At most so many.</param>
    /// <param name="bytes">None more, once they have so many bytes.</param>
    /// <returns>The rows, and whether there may be more behind them.</returns>
    public (List<object?[]> Rows, bool MayHaveMore) Page(TransferTable table, object?[]? after, int rows, long bytes)
    {
        ArgumentNullException.ThrowIfNull(table);
        var source = Of(table);
        SqlValue[] key = [.. (after ?? []).Select(SourceTable.Parameter)];
        return Do(() =>
        {
            using var found = Prepared(after is null ? source.First : source.Next).Query(key);
            var page = new List<object?[]>();
            for (var size = 0L; found.Read();)
            {
                page.Add(Row(table, found));
                size += Size(page[^1]);
                if (page.Count >= rows || size >= bytes)
                    return (page, true);
            }

            return (page, false);
        });
    }

    /// <summary>What was changed behind a change of that number, in the order in which it was, and what is there now.</summary>
    /// <param name="after">The number; 0 for the first.</param>
    /// <param name="limit">At most so many changes; fewer when what is there has more bytes than are read at once.</param>
    public TransferChanges Changes(long after, int limit) => Do(() =>
    {
        while (true)
        {
            var (last, count, keys) = ChangedKeys(after, limit);
            if (PresentRows(keys, isOne: limit == 1) is { } tables)
                return new TransferChanges(last, count, count == limit, tables);
            limit = Math.Max(1, count / 2);
        }
    });

    /// <summary>
    /// Has the file left: nobody writes to it any more, and it can be opened only to be compared. Of a reader that keeps others from writing, which ends
    /// with it.
    /// </summary>
    /// <param name="now">When that was.</param>
    public void Leave(DateTimeOffset now) => Do(() =>
    {
        TransferMark.Fence(_link, now);
        Close("COMMIT");
        return true;
    });

    /// <summary>Lets others write again, if they were kept from it.</summary>
    public void Dispose()
    {
        try
        {
            if (_isOpen)
                Close("ROLLBACK");
        }
        catch (SqliteFault)
        {
            // A full disk, or a busy database, has ended the transaction already.
        }

        _link.Dispose();
    }

    private static SourceTable Of(TransferTable table) => Of(table.Name);

    private static SourceTable Of(string name) =>
        SourceTables.All.FirstOrDefault(t => t.Table.Name == name)
        ?? throw new AxleException(ErrorKind.Validation, $"The file is being moved by another version of Axle, which has a table '{name}'. Go on with that version, or '--abandon' the move.");

    private static long Size(object?[] row) => 16 * row.Length + row.Sum(static cell => cell switch
    {
        string text => text.Length,
        byte[] bytes => bytes.LongLength,
        _ => 0L,
    });

    private static object?[] Row(TransferTable table, SqlRows found)
    {
        var row = new object?[table.Columns.Length];
        for (var i = 0; i < row.Length; i++)
            row[i] = SourceTable.Cell(found, i, table.Columns[i].Kind);
        return row;
    }

    private (long Last, int Count, Dictionary<string, HashSet<object?[]>> Keys) ChangedKeys(long after, int limit)
    {
        var keys = TransferTables.All.ToDictionary(static t => t.Name, static _ => new HashSet<object?[]>(KeyOrder.Instance), StringComparer.Ordinal);
        var (last, count) = (after, 0);
        using var log = Prepared($"SELECT id, tbl, k1, k2, k3 FROM {TransferMark.Log} WHERE id > ?1 ORDER BY id LIMIT ?2").Query(after, limit);
        for (; log.Read(); count++)
        {
            last = log.Int64(0);
            var table = Of(log.Text(1)).Table;
            var key = new object?[table.KeyLength];
            for (var i = 0; i < key.Length; i++)
                key[i] = SourceTable.Cell(log, i + 2, table.Columns[i].Kind);
            keys[table.Name].Add(key);
            // While a run has an owner, its newest decision tells how far it is.
            if (table.Name == "events")
                keys["runs"].Add([key[0]]);
        }

        return (last, count, keys);
    }

    /// <summary>What is there under keys; null when that is more than is read at once, unless it is one change that is.</summary>
    private Dictionary<TransferTable, ChangedRows>? PresentRows(Dictionary<string, HashSet<object?[]>> keys, bool isOne)
    {
        var (tables, size) = (new Dictionary<TransferTable, ChangedRows>(), 0L);
        foreach (var table in TransferTables.All.Where(t => keys[t.Name].Count > 0))
        {
            var (statement, rows) = (Prepared(Of(table).One), new List<object?[]>());
            foreach (var key in keys[table.Name])
            {
                using var found = statement.Query([.. key.Select(SourceTable.Parameter)]);
                if (!found.Read())
                    continue;
                rows.Add(Row(table, found));
                size += Size(rows[^1]);
                if (size > MostBytes && !isOne)
                    return null;
            }

            tables[table] = new ChangedRows([.. keys[table.Name]], rows);
        }

        return tables;
    }

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = new Statement(_link, sql);
        return statement;
    }

    private void Close(string how)
    {
        _isOpen = false;
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        _link.Execute(how);
    }

    private T Do<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteFault fault)
        {
            throw _database.Explained(fault);
        }
    }
}
