namespace Axle.Hosting;

/// <summary>
/// Tells other processes that an engine takes up the runs of a database: a file that is locked for as long as the engine lives. The operating
/// system lets go of it when the process dies, however it dies.
/// </summary>
public sealed class EngineLock : IDisposable
{
    private readonly FileStream _file;

    private EngineLock(FileStream file) => _file = file;

    /// <summary>Takes a lock; any number of engines may have one.</summary>
    /// <param name="databasePath">The database; absolute.</param>
    /// <returns>To be disposed when the engine stops.</returns>
    public static EngineLock Take(string databasePath)
    {
        var folder = FolderOf(databasePath);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Environment.ProcessId}-{Guid.NewGuid():n}");
        return new EngineLock(new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
    }

    /// <summary>Whether an engine is there that takes up runs of this database.</summary>
    public static bool IsTaken(string databasePath)
    {
        var folder = FolderOf(databasePath);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(IsLocked);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string FolderOf(string databasePath) => databasePath + "-engines";

    private static bool IsLocked(string path)
    {
        try
        {
            // One that can be opened is left over by a process that died.
            using var left = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception locked) when (locked is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
