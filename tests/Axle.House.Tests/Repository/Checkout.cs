namespace Axle.House.Tests.Repository;

/// <summary>The repository that these tests were built from. Its files are read once.</summary>
internal static class Checkout
{
    /// <summary>Files larger than this are data, not source.</summary>
    private const int MaxBytes = 2_000_000;

    private static readonly string[] Ignored =
        [".git", "bin", "obj", "node_modules", ".axle", ".vs", ".idea", ".vscode", "TestResults", "artifacts", ".work"];

    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".slnx", ".md", ".json", ".yaml", ".yml", ".sh", ".txt", ".html", ".css", ".js", ".ts", ".editorconfig"];

    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    private static readonly Lazy<IReadOnlyList<RepositoryFile>> Read = new(() => [.. Walk(Root).OrderBy(static f => f.Path, StringComparer.Ordinal)]);

    /// <summary>Every text file that is, or could be, committed.</summary>
    public static IReadOnlyList<RepositoryFile> Files => Read.Value;

    /// <summary>The C# that is ours: source, tests and benchmarks, without fixtures.</summary>
    public static IEnumerable<RepositoryFile> CSharp => Files.Where(static f => f.IsCSharp && f.IsOurs);

    /// <summary>Whether there is a file or a folder of this name.</summary>
    public static bool Has(string path)
    {
        var full = Path.Combine(Root, path);
        return File.Exists(full) || Directory.Exists(full);
    }

    private static string FindRoot(string folder)
    {
        for (var directory = new DirectoryInfo(folder); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Axle.slnx")))
                return directory.FullName;
        }

        throw new InvalidOperationException($"No folder above {folder} holds Axle.slnx: run these tests from a checkout of the repository.");
    }

    private static IEnumerable<RepositoryFile> Walk(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (IsText(path) && new FileInfo(path).Length <= MaxBytes)
                yield return new RepositoryFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path));
        }

        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (Ignored.Contains(Path.GetFileName(inner)))
                continue;
            foreach (var file in Walk(inner))
                yield return file;
        }
    }

    /// <summary>Known endings, and scripts that have none.</summary>
    private static bool IsText(string path)
    {
        var ending = Path.GetExtension(path);
        if (ending.Length > 0)
            return TextEndings.Contains(ending);
        using var stream = File.OpenRead(path);
        return stream.ReadByte() == '#' && stream.ReadByte() == '!';
    }
}
