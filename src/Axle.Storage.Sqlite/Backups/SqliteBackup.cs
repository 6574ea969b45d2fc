using System.Globalization;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Ownership;
using Axle.Storage.Sqlite.Transfer;

namespace Axle.Storage.Sqlite.Backups;

/// <summary>Copies a database file while runs execute, and puts a copy back.</summary>
public static class SqliteBackup
{
    private static readonly string[] Companions = ["-wal", "-shm"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Copies the database as it is in one moment, and checks the copy. Nobody who writes waits for it.</summary>
    /// <param name="database">The database file.</param>
    /// <param name="file">The copy; what is there is written over. It has the rights of the database.</param>
    /// <returns>Runs in it.</returns>
    /// <exception cref="AxleException">
    /// NotFound: there is no database. Validation: what was named is no database of Axle. Internal: it cannot be read, or the copy not be written.
    /// </exception>
    public static long Write(string database, string file)
    {
        (database, file) = (Path.GetFullPath(database), Path.GetFullPath(file));
        if (!File.Exists(database))
            throw new AxleException(ErrorKind.NotFound, $"There is no database at '{database}'. Run this where you ran 'ax workflow execute', or name the file with --database.");
        File.Delete(file);
        try
        {
            using (var link = Open(database))
            {
                RequireTables(link, database);
                using var copy = new Statement(link, "VACUUM INTO ?1");
                copy.Run(file);
            }

            ForgetTransfer(file);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, File.GetUnixFileMode(database));
            return Check(file, file);
        }
        catch (SqliteFault fault)
        {
            throw new AxleException(
                ErrorKind.Internal,
                $"'{database}' cannot be copied to '{file}': {fault.Message}. Check that both disks are healthy and the second has room. There is no backup; the database is as it was.",
                fault);
        }
    }

    /// <summary>A copy is no part of a move that goes on; one of a file that was left says so, as the file does.</summary>
    private static void ForgetTransfer(string file)
    {
        using var copy = Open(file);
        if (TransferMark.Find(copy) is { MovedAt: null })
            TransferMark.Remove(copy);
    }

    /// <summary>
    /// Puts a backup in the place of a database, in one step: after a crash there is the one or the other. What was there is kept beside it under another
    /// name.
    /// </summary>
    /// <param name="file">The backup; it is only read.</param>
    /// <param name="database">The database file.</param>
    /// <param name="replace">Whether there may be a database.</param>
    /// <param name="now">What the one that was there is named by.</param>
    /// <returns>Runs in the backup, and the name of the database that was there; null when there was none.</returns>
    /// <exception cref="AxleException">
    /// Validation: it is damaged, no backup, or of a newer Axle. Refused: there is a database and <paramref name="replace"/> does not
    /// say that it may go; or a process has it open. Nothing was changed.
    /// </exception>
    public static (long Runs, string? Replaced) Restore(string file, string database, bool replace, DateTimeOffset now)
    {
        (database, file) = (Path.GetFullPath(database), Path.GetFullPath(file));
        if (new FileInfo(file + "-wal") is { Exists: true, Length: > 0 })
        {
            throw new AxleException(
                ErrorKind.Validation, $"Beside '{file}' lies '{Path.GetFileName(file)}-wal', so it is a database in use and no backup. Make one of it: 'ax store backup'.");
        }

        if (File.Exists(database) && !replace)
            throw new AxleException(ErrorKind.Refused, $"There is a database at '{database}'. Say --replace to put the backup in its place: it is kept under another name.");
        if (OwnerLock.Living(database + "-owners") is { Count: > 0 } living)
            throw new AxleException(ErrorKind.Refused, $"'{database}' is in use by {string.Join(", ", living)}. Stop it, and restore then.");
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        var copy = database + ".restoring";
        File.Copy(file, copy, overwrite: true);
        try
        {
            var runs = Check(copy, file);
            using (var stream = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite))
                stream.Flush(flushToDisk: true);
            return (runs, Replace(database, copy, now));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static SqliteLink Open(string file)
    {
        SqliteLibrary.Use();
        return SqliteLink.Open(file, Patience);
    }

    /// <summary>Reads all of a copy.</summary>
    /// <returns>Runs in it.</returns>
    private static long Check(string copy, string file)
    {
        try
        {
            using var link = Open(copy);
            RequireTables(link, file);
            using var check = new Statement(link, "PRAGMA integrity_check(1)");
            if (check.List(static r => r.Text(0)) is not ["ok"] and var faults)
                throw new AxleException(ErrorKind.Validation, $"'{file}' is damaged: {faults[0]}. Take another backup.");
            using var runs = new Statement(link, "SELECT count(*) FROM workflow_executions");
            return runs.Number() ?? 0;
        }
        catch (SqliteFault fault) when (fault.Code is SqliteCode.NotADatabase or SqliteCode.Corrupt)
        {
            throw new AxleException(ErrorKind.Validation, $"'{file}' is damaged, or no database: {fault.Message}. Take another backup.", fault);
        }
    }

    private static void RequireTables(SqliteLink link, string file)
    {
        using var version = new Statement(link, "PRAGMA user_version");
        var known = SchemaVersions.Steps.Count;
        var has = version.Number() ?? 0;
        using var tables = new Statement(link, "SELECT 1 FROM sqlite_master WHERE name = 'workflow_executions'");
        if (has == 0 || tables.Number() is null)
            throw new AxleException(ErrorKind.Validation, $"'{file}' is no database of Axle: it has none of its tables.");
        if (has > known)
            throw new AxleException(ErrorKind.Validation, $"'{file}' has tables of version {has}, and this Axle knows {known}. Use the newer Axle that wrote it.");
    }

    /// <summary>There is a database at every moment: the one or the other.</summary>
    /// <returns>The name of the one that was there; null when there was none.</returns>
    private static string? Replace(string database, string copy, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{database}.replaced-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        var aside = name;
        for (var i = 2; File.Exists(aside); i++)
            aside = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        var replaces = File.Exists(database);
        if (replaces)
            Settle(database);
        // A log that is left is of a file that is gone or cannot be read. Another file must not find it.
        foreach (var companion in Companions.Where(c => File.Exists(database + c)))
            File.Move(database + companion, aside + companion);
        if (replaces)
            File.Replace(copy, database, aside);
        else
            File.Move(copy, database);
        return replaces ? aside : null;
    }

    /// <summary>Has all that was written be in the file itself: who has it open last takes its log in.</summary>
    private static void Settle(string database)
    {
        try
        {
            using var link = Open(database);
            link.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteFault)
        {
            // It is damaged, which may be why another takes its place.
        }
    }
}
