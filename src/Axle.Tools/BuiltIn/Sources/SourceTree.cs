using System.Collections.Concurrent;

namespace Axle.Tools.BuiltIn.Sources;

/// <summary>
/// The text files of a workspace. In a git checkout these are the tracked and the untracked files that are not ignored; elsewhere all files
/// outside well-known output and dependency folders. Symbolic links are never followed. What is left out is counted in <see cref="Skipped"/>.
/// </summary>
public sealed class SourceTree
{
    private SourceTree(
        string root, IReadOnlyList<SourceFile> files, IReadOnlyDictionary<SkipReason, int> skipped, IReadOnlyDictionary<string, SeenFile> seen)
    {
        Root = root;
        Files = files;
        Skipped = skipped;
        Seen = seen;
    }

    /// <summary>Absolute path of the workspace.</summary>
    public string Root { get; }

    /// <summary>All text files, ordered by path; generated and vendored files too, marked by their roles.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>How many files were left out, by reason.</summary>
    public IReadOnlyDictionary<SkipReason, int> Skipped { get; }

    /// <summary>What the next reading can take over.</summary>
    internal IReadOnlyDictionary<string, SeenFile> Seen { get; }

    /// <summary>Reads a workspace. Files that did not change since a tool of this process last read them are not read again.</summary>
    /// <param name="root">Path of the workspace.</param>
    /// <param name="limits">How much to read; null for <see cref="SourceLimits.Default"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="AxleException">The workspace does not exist.</exception>
    public static async Task<SourceTree> LoadAsync(string root, SourceLimits? limits = null, CancellationToken cancellationToken = default)
    {
        root = Path.GetFullPath(root);
        if (!Directory.Exists(root))
        {
            throw new AxleException(ErrorKind.NotFound, $"The workspace '{root}' does not exist. Name a directory that does.");
        }

        limits ??= SourceLimits.Default;
        var skipped = new ConcurrentDictionary<SkipReason, int>();
        var paths = await SourcePaths.ListAsync(root, cancellationToken);
        var read = new SourceReading(root, limits, SourceCache.Before(root), skipped);
        var files = read.Run(paths, cancellationToken);
        var tree = new SourceTree(root, files, skipped, read.Seen);
        SourceCache.Remember(tree);
        return tree;
    }

    /// <summary>The files that a path argument names.</summary>
    /// <param name="path">A folder, a file or a pattern with <c>*</c>, <c>**</c> and <c>?</c>; null or empty for all.</param>
    public IEnumerable<SourceFile> Under(string? path)
    {
        var pattern = PathPattern.Parse(path);
        return Files.Where(f => pattern.Matches(f.Path));
    }
}
