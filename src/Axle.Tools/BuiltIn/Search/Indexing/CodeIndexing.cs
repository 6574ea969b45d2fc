using System.Collections.Concurrent;
using System.Security.Cryptography;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Ranking;

namespace Axle.Tools.BuiltIn.Search.Indexing;

/// <summary>
/// Keeps the index of a workspace in step with its files: those of another size or time are read, those of another content are indexed anew, those that are
/// gone are dropped. Holds no more than a batch of texts at a time.
/// </summary>
internal static class CodeIndexing
{
    /// <summary>Workspaces with fewer files are read faster than an index is kept.</summary>
    public const int FewestFiles = 500;

    private const int Batch = 512;

    /// <summary>Brings an index up to date.</summary>
    /// <param name="index">The index.</param>
    /// <param name="root">Absolute path of the workspace.</param>
    /// <param name="paths">Its files.</param>
    /// <param name="limits">Which files are too large, and how many and how much in all are taken.</param>
    /// <param name="cancellationToken">Ends the work; what was indexed stays.</param>
    /// <returns>What it knows then.</returns>
    public static IReadOnlyDictionary<string, IndexedFile> Refresh(
        ICodeIndex index, string root, IReadOnlyList<string> paths, SourceLimits limits, CancellationToken cancellationToken)
    {
        var known = index.Files();
        var there = Look(root, paths, limits, cancellationToken);
        var now = new Dictionary<string, IndexedFile>(there.Count, StringComparer.Ordinal);
        var stale = new List<IndexedFile>();
        foreach (var seen in there)
        {
            if (known.TryGetValue(seen.Path, out var before) && before.Bytes == seen.Bytes && before.Changed == seen.Changed)
                now[seen.Path] = before;
            else
                stale.Add(seen);
        }

        var gone = known.Keys.Except(there.Select(static f => f.Path), StringComparer.Ordinal).ToList();
        if (gone.Count > 0 || stale.Count > 0)
        {
            foreach (var batch in stale.Chunk(Batch).DefaultIfEmpty([]))
            {
                var read = Read(root, batch, known, limits, cancellationToken);
                index.Update(gone, read);
                gone = [];
                foreach (var (file, _) in read)
                    now[file.Path] = file;
            }
        }

        return now;
    }

    private static List<IndexedFile> Look(string root, IReadOnlyList<string> paths, SourceLimits limits, CancellationToken cancellationToken)
    {
        var seen = new IndexedFile?[Math.Min(paths.Count, limits.Files)];
        Parallel.For(0, seen.Length, Parallelism(cancellationToken), i =>
        {
            var info = new FileInfo(System.IO.Path.Combine(root, paths[i]));
            if (info.Exists && !info.Attributes.HasFlag(FileAttributes.ReparsePoint))
                seen[i] = new IndexedFile(paths[i], info.Length, info.LastWriteTimeUtc.Ticks, "", -1);
        });
        long total = 0;
        return [.. seen.OfType<IndexedFile>().TakeWhile(f => (total += f.Bytes <= limits.FileBytes ? f.Bytes : 0) <= limits.TotalBytes)];
    }

    private static ConcurrentBag<(IndexedFile File, string? Text)> Read(
        string root, IndexedFile[] files, IReadOnlyDictionary<string, IndexedFile> known, SourceLimits limits, CancellationToken cancellationToken)
    {
        var read = new ConcurrentBag<(IndexedFile, string?)>();
        Parallel.ForEach(files, Parallelism(cancellationToken), seen =>
        {
            if (seen.Bytes > limits.FileBytes || ReadBytes(root, seen.Path) is not { } bytes)
            {
                read.Add((seen, null));
                return;
            }

            var file = seen with { Hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16)) };
            if (known.TryGetValue(seen.Path, out var before) && before.Hash == file.Hash)
                read.Add((file with { Terms = before.Terms }, null));
            else if (SourceReading.Decode(bytes) is { } text)
                read.Add((file with { Terms = Terms.Of(seen.Path).Count() + Terms.Of(text).Count() }, text));
            else
                read.Add((file, null));
        });
        return read;
    }

    private static byte[]? ReadBytes(string root, string path)
    {
        try
        {
            return File.ReadAllBytes(System.IO.Path.Combine(root, path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
}
