using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Database;

/// <summary>One database file: how it is opened, and what every connection to it is told.</summary>
internal sealed class SqliteDatabase
{
    private readonly string _connectionString;

    /// <summary>Opens the file, makes it and its folder when they are not there, and brings its tables up to date.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patience">Seconds to wait for another process that writes.</param>
    /// <exception cref="AxleException">The file cannot be opened, is no database, or was written by a newer Axle.</exception>
    public SqliteDatabase(string path, int patience = 30)
    {
        SqliteLibrary.Use();
        FilePath = Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = FilePath, DefaultTimeout = patience, Pooling = true }.ToString();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
            using var connection = Open();
            SqliteSchema.Update(connection, FilePath);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw Explained(exception);
        }
    }

    /// <summary>Absolute path of the file.</summary>
    public string FilePath { get; }

    /// <summary>Opens a connection. Every commit through it is on disk when it returns.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";
        settings.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Closes the connections that were kept for reuse.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>The failure in words that say what to do.</summary>
    public AxleException Explained(Exception exception) => new(ErrorKind.Internal, Explain(exception), exception);

    private string Explain(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SqliteCode.NotADatabase or SqliteCode.Corrupt } =>
            $"'{FilePath}' is not a readable SQLite database ({exception.Message}). Restore it from a backup, or move it away to start with an empty one.",
        SqliteException { SqliteErrorCode: SqliteCode.Full } =>
            $"The disk that holds '{FilePath}' is full. Make room and try again; nothing that was stored is lost.",
        SqliteException { SqliteErrorCode: SqliteCode.ReadOnly or SqliteCode.CannotOpen } or UnauthorizedAccessException =>
            $"'{FilePath}' cannot be opened for writing ({exception.Message}). Check the rights of the file and its folder, or name another with --database.",
        SqliteException { SqliteErrorCode: SqliteCode.Busy } =>
            $"Another process has kept '{FilePath}' busy for too long. Nothing that was stored is lost; find the process, or try again.",
        _ => $"The database '{FilePath}' cannot be used: {exception.Message}",
    };
}
