using System.Text;

namespace Axle.Bench.Crashes;

/// <summary>
/// Lines of one length, added with one call to the system each: they survive the death of the process (not of the machine), and how many
/// there are is a matter of the file's size.
/// </summary>
internal sealed class LineLog(string path) : IDisposable
{
    private const int LineLength = 32;

    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _lock = new();

    public void Add(string text)
    {
        var line = Encoding.UTF8.GetBytes(text.PadRight(LineLength - 1) + '\n');
        lock (_lock)
            _file.Write(line);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>How many lines a log has; none when it is not there yet.</summary>
    public static int Count(string path) => new FileInfo(path) is { Exists: true, Length: var length } ? (int)(length / LineLength) : 0;

    /// <summary>Its lines, the first so many.</summary>
    public static string[] Read(string path, int lines = int.MaxValue) => [.. File.ReadLines(path).Take(lines).Select(static l => l.TrimEnd())];
}
