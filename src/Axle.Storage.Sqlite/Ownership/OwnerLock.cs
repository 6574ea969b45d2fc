using System.Collections.Concurrent;
using System.Globalization;

namespace Axle.Storage.Sqlite.Ownership;

/// <summary>
/// Tells the living from the dead without waiting: each process holds an operating-system lock on a file of its own, and the system
/// lets go of it the moment the process ends, however it ends. No heartbeat, no time-out to tune, no clock to trust.
/// </summary>
internal sealed class OwnerLock : IDisposable
{
    private readonly string _folder;
    private readonly string _file;
    private readonly FileStream _held;

    /// <summary>Who is dead stays dead: one name is one process.</summary>
    private readonly ConcurrentDictionary<string, bool> _dead = new();

    /// <summary>Declares this process alive.</summary>
    /// <param name="folder">Where the owners of a database have their files.</param>
    public OwnerLock(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        var id = Guid.NewGuid().ToString("N")[..8];
        Owner = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName} ({id})");
        _file = FileOf(id);
        _held = new FileStream(_file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        // Nobody else can read what is locked.
        File.WriteAllText(NameOf(_file), Owner);
    }

    /// <summary>Name of this process.</summary>
    public string Owner { get; }

    /// <summary>Whether the process of that name is alive.</summary>
    public bool IsAlive(string owner)
    {
        if (owner == Owner)
            return true;
        if (_dead.ContainsKey(owner))
            return false;
        var file = FileOf(IdOf(owner));
        if (IsHeld(file))
            return true;
        if (File.Exists(file))
            Delete(file);
        _dead[owner] = true;
        return false;
    }

    /// <summary>Names of the processes that have a database open.</summary>
    /// <param name="folder">Where its owners have their files.</param>
    public static IReadOnlyList<string> Living(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.lock").Where(IsHeld).Select(NameIn)] : [];

    public void Dispose()
    {
        // Deleted first, so that nobody finds a file without a lock and an owner without a file in between.
        try
        {
            Delete(_file);
        }
        catch (DirectoryNotFoundException)
        {
            // Someone removed the folder: gone is gone.
        }

        _held.Dispose();
    }

    private static void Delete(string file)
    {
        File.Delete(file);
        File.Delete(NameOf(file));
    }

    private static bool IsHeld(string file)
    {
        try
        {
            // A shared lock: those who ask do not get in each other's way, and the one who lives keeps all of them out.
            using (new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read))
                return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string NameOf(string file) => Path.ChangeExtension(file, ".name");

    private static string NameIn(string file)
    {
        try
        {
            return File.ReadAllText(NameOf(file));
        }
        catch (IOException)
        {
            // It ended meanwhile, or is of a version that did not write down its name.
            return $"process ({Path.GetFileNameWithoutExtension(file)})";
        }
    }

    private static string IdOf(string owner) => owner[(owner.LastIndexOf('(') + 1)..].TrimEnd(')');

    private string FileOf(string id) => Path.Combine(_folder, Path.GetFileName(id) + ".lock");
}
