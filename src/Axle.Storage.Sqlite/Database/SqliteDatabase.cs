using Axle.Storage.Sqlite.Transfer;

namespace Axle.Storage.Sqlite.Database;

/// <summary>One database file: how it is opened, and what every connection to it is told.</summary>
internal sealed class SqliteDatabase
{
    private readonly TimeSpan _patience;

    /// <summary>Opens the file, makes it and its folder when they are not there, and brings its tables up to date.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">What a copy before a change of the tables is named by.</param>
    /// <param name="patience">How long to wait for another process that writes; 30 seconds by default.</param>
    /// <param name="alsoMoved">Whether a file is opened, too, whose content was moved elsewhere.</param>
    /// <exception cref="AxleException">The file cannot be opened, is no database, was written by a newer Axle, or was moved.</exception>
    public SqliteDatabase(string path, TimeProvider time, TimeSpan? patience = null, bool alsoMoved = false)
    {
        SqliteLibrary.Use();
        _patience = patience ?? TimeSpan.FromSeconds(30);
        FilePath = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
            using var link = Open();
            link.Execute("PRAGMA journal_mode = WAL");
            Backup = new SqliteSchema(this, link).Update(time.GetUtcNow());
            if (!alsoMoved)
                TransferMark.RequireHere(link, FilePath);
        }
        catch (Exception exception) when (exception is SqliteFault or IOException or UnauthorizedAccessException)
        {
            throw Explained(exception);
        }
    }

    /// <summary>Absolute path of the file.</summary>
    public string FilePath { get; }

    /// <summary>The copy that was made before the tables were brought up to date; null when they were.</summary>
    public string? Backup { get; }

    /// <summary>Opens a connection. Every commit through it is on disk when it returns, and what it deletes is overwritten.</summary>
    public SqliteLink Open()
    {
        var link = SqliteLink.Open(FilePath, _patience);
        link.Execute("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000");
        return link;
    }

    /// <summary>The failure in words that say what to do.</summary>
    public AxleException Explained(Exception exception) => new(
        new AxleError(ErrorKind.Internal, Explain(exception)) { ForClients = "The database of this server failed. Its log says more." }, exception);

    private string Explain(Exception exception) => exception switch
    {
        SqliteFault { Code: SqliteCode.NotADatabase or SqliteCode.Corrupt } =>
            $"'{FilePath}' is not a readable SQLite database ({exception.Message}). Nothing was changed. Restore it from a backup; or save the runs that can still be "
            + "read with 'ax workflow export', and move the file away to start with an empty one.",
        SqliteFault { Code: SqliteCode.Full } =>
            $"The disk that holds '{FilePath}' is full. Make room and try again; nothing that was stored is lost.",
        SqliteFault { Code: SqliteCode.IoError } =>
            $"The disk that holds '{FilePath}' cannot be read or written ({exception.Message}). Check that it is there, has room and quota left and is healthy, and try "
            + "again; nothing that was stored is lost.",
        SqliteFault { Code: SqliteCode.ReadOnly or SqliteCode.CannotOpen } or UnauthorizedAccessException =>
            $"'{FilePath}' cannot be opened for writing ({exception.Message}). Check the rights of the file and its folder, or name another with --database.",
        SqliteFault { Code: SqliteCode.Busy } =>
            $"Another process has kept '{FilePath}' busy for too long. Nothing that was stored is lost; find the process, or try again.",
        SqliteFault { Code: SqliteCode.Constraint } when exception.Message.Contains(TransferMark.Fenced, StringComparison.Ordinal) =>
            $"{exception.Message} while this process worked on '{FilePath}'. Stop it, and start it again with AXLE_STORE=postgres://…: its runs go on there.",
        _ => $"The database '{FilePath}' cannot be used: {exception.Message}",
    };
}
