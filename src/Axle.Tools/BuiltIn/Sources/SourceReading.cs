using System.Collections.Concurrent;
using System.Text;

namespace Axle.Tools.BuiltIn.Sources;

/// <summary>One reading of a workspace: applies the limits, leaves out what is no text, and takes over files that did not change.</summary>
internal sealed class SourceReading(
    string root, SourceLimits limits, IReadOnlyDictionary<string, SeenFile> before, ConcurrentDictionary<SkipReason, int> skipped)
{
    private const int Sniffed = 8192;
    private long _total;

    /// <summary>Every file read, with what tells whether it changed.</summary>
    public ConcurrentDictionary<string, SeenFile> Seen { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<SourceFile> Run(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count > limits.Files)
        {
            skipped[SkipReason.TooMany] = paths.Count - limits.Files;
        }

        var files = new SourceFile?[Math.Min(paths.Count, limits.Files)];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, files.Length, options, i => files[i] = Read(paths[i]));
        return [.. files.OfType<SourceFile>()];
    }

    private SourceFile? Read(string path)
    {
        try
        {
            var info = new FileInfo(Path.Combine(root, path));
            if (info.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                return Skip(SkipReason.Link);
            }

            if (!info.Exists)
            {
                return Skip(SkipReason.Unreadable);
            }

            if (info.Length > limits.FileBytes)
            {
                return Skip(SkipReason.TooLarge);
            }

            if (Interlocked.Add(ref _total, info.Length) > limits.TotalBytes)
            {
                return Skip(SkipReason.TotalReached);
            }

            return before.TryGetValue(path, out var seen) && seen.Length == info.Length && seen.Changed == info.LastWriteTimeUtc
                ? Keep(path, seen)
                : Take(path, info);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Skip(SkipReason.Unreadable);
        }
    }

    private SourceFile? Take(string path, FileInfo info)
    {
        byte[] bytes = File.ReadAllBytes(info.FullName);
        return Decode(bytes) is { } text
            ? Keep(path, new SeenFile(info.Length, info.LastWriteTimeUtc, new SourceFile(path, text)))
            : Skip(SkipReason.Binary);
    }

    private SourceFile Keep(string path, SeenFile seen)
    {
        Seen[path] = seen;
        return seen.File;
    }

    private SourceFile? Skip(SkipReason reason)
    {
        skipped.AddOrUpdate(reason, 1, (_, n) => n + 1);
        return null;
    }

    // A byte order mark decides; otherwise text is UTF-8 and holds no NUL near its start.
    private static string? Decode(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        _ when bytes.AsSpan(0, Math.Min(bytes.Length, Sniffed)).Contains((byte)0) => null,
        _ => Encoding.UTF8.GetString(bytes),
    };
}
