using System.Text;

namespace Axle.CrashHost.Torture;

/// <summary>A file of lines that is only ever added to; a line is on disk when <see cref="Add"/> returns.</summary>
internal sealed class Ledger(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _lock = new();

    public void Add(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + '\n');
        lock (_lock)
        {
            // One call to the system, so a kill leaves all of the line or none of it.
            _file.Write(bytes);
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Its lines; none when there is no file yet.</summary>
    public static string[] Read(string path)
    {
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
