using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Ownership;

namespace Axle.Storage.Sqlite.Transfer;

/// <summary>
/// A database file that is moved to another store while processes work on it. What they change is written down in the file, so that it can be copied again;
/// at the end nobody can write to it any more.
/// </summary>
public sealed class SqliteTransferSource
{
    private readonly SqliteDatabase _database;

    private SqliteTransferSource(SqliteDatabase database) => _database = database;

    /// <summary>The file; absolute.</summary>
    public string FilePath => _database.FilePath;

    /// <summary>The transfer that the file is in; null when it is in none.</summary>
    public SourceTransfer? Transfer => Do(TransferMark.Find);

    /// <summary>The processes that have the file open, for people.</summary>
    public IReadOnlyList<string> Users => OwnerLock.Living(_database.FilePath + "-owners");

    /// <summary>Opens a file that is there, also one that was moved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">What a copy before a change of its tables is named by.</param>
    /// <exception cref="AxleException">NotFound: there is no such file. Otherwise it cannot be opened, or was written by a newer Axle.</exception>
    public static SqliteTransferSource Open(string path, TimeProvider time) => File.Exists(path)
        ? new(new SqliteDatabase(path, time, alsoMoved: true))
        : throw new AxleException(ErrorKind.NotFound, $"There is no database at '{path}'. Run this where you ran 'ax workflow execute', or name the file with --database.");

    /// <summary>Begins to write down what is changed.</summary>
    public void Begin(SourceTransfer transfer) => Write(link => TransferMark.Begin(link, transfer));

    /// <summary>The file as it is now.</summary>
    public SqliteTransferReader Read() => new(_database, isLocked: false);

    /// <summary>The file as it is now; nobody else writes to it before this is disposed. Who wants to waits for up to 30 s.</summary>
    /// <exception cref="AxleException">Internal: others have kept the file busy for 30 s.</exception>
    public SqliteTransferReader Lock() => new(_database, isLocked: true);

    /// <summary>Forgets changes that were copied.</summary>
    /// <param name="last">The number of the last of them.</param>
    public void Forget(long last) => Write(link =>
    {
        using var forget = new Statement(link, $"DELETE FROM {TransferMark.Log} WHERE id <= ?1");
        forget.Run(last);
    });

    /// <summary>Ends a transfer on this side: what it left in the file is taken away, and the file can be used as before.</summary>
    public void Abandon() => Write(TransferMark.Remove);

    private void Write(Action<SqliteLink> change) => Do(link =>
    {
        link.Execute("BEGIN IMMEDIATE");
        try
        {
            change(link);
            link.Execute("COMMIT");
        }
        catch
        {
            link.Execute("ROLLBACK");
            throw;
        }

        return true;
    });

    private T Do<T>(Func<SqliteLink, T> act)
    {
        try
        {
            using var link = _database.Open();
            return act(link);
        }
        catch (SqliteFault fault)
        {
            throw _database.Explained(fault);
        }
    }
}
