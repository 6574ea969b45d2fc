using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Axle.CrashHost.Torture;

/// <summary>
/// Lines that are only ever added; a line is on disk when <see cref="Add"/> returns. Each process has a file of its own, and a line begins with
/// the machine's monotonic clock, which puts the lines of all processes in order.
/// </summary>
internal sealed class Ledger(string path) : IDisposable
{
    private readonly FileStream _file = new($"{path}-{Environment.ProcessId}", FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly Lock _lock = new();

    public void Add(string line)
    {
        lock (_lock)
        {
            // One call to the system, so a kill leaves all of the line or none of it.
            _file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp():D20} {line}\n")));
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The lines of all processes, in order.</summary>
    public static string[] Read(string path) =>
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "-*").SelectMany(ReadFile)
            .Order(StringComparer.Ordinal).Select(static l => l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..]),
    ];

    private static string[] ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        // A line that is being written has no end yet.
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
