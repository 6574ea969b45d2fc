using System.Collections.Frozen;
using Axle.Tools.BuiltIn.Git;

namespace Axle.Tools.BuiltIn.Sources;

/// <summary>Lists a workspace's files.</summary>
internal static class SourcePaths
{
    private const int MostListed = 500_000;

    private static readonly FrozenSet<string> IgnoredFolders =
        "node_modules bower_components .git .hg .svn .venv venv __pycache__ .tox .mypy_cache .pytest_cache .gradle .idea .vs .vscode .next .nuxt .cache coverage .terraform dist-newstyle _build .dart_tool .axle"
            .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Relative paths with forward slashes, ordered; links are not followed.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(string root, CancellationToken cancellationToken)
    {
        var listed = await FromGitAsync(root, cancellationToken);
        var paths = listed.Count > 0 ? listed : Walk(root, cancellationToken);
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    private static async Task<List<string>> FromGitAsync(string root, CancellationToken cancellationToken)
    {
        var answer = await GitProgram.RunAsync(root, ["ls-files", "-co", "--exclude-standard", "-z"], cancellationToken);
        return answer is { Succeeded: true } ? [.. answer.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct()] : [];
    }

    private static List<string> Walk(string root, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        var all = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        while (folders.TryPop(out var folder) && found.Count < MostListed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in folder.EnumerateFileSystemInfos("*", all))
            {
                bool link = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
                if (entry is DirectoryInfo directory && !link)
                {
                    if (!IsOutput(directory))
                    {
                        folders.Push(directory);
                    }
                }
                else
                {
                    found.Add(Path.GetRelativePath(root, entry.FullName).Replace('\\', '/'));
                }
            }
        }

        return found;
    }

    // "bin" and "target" are output only where a build put them; "bin" with scripts is source in many projects.
    private static bool IsOutput(DirectoryInfo folder) => folder.Name switch
    {
        "bin" or "obj" => folder.Parent is { } parent && parent.EnumerateFiles("*.*proj").Any(),
        "target" => folder.Parent is { } parent && (File.Exists(Path.Combine(parent.FullName, "Cargo.toml")) || File.Exists(Path.Combine(parent.FullName, "pom.xml"))
            || File.Exists(Path.Combine(parent.FullName, "build.sbt"))),
        _ => IgnoredFolders.Contains(folder.Name),
    };
}
