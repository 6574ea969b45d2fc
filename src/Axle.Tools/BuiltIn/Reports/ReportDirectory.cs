using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Reading;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>Chooses where a report is written and how its places are named.</summary>
internal static class ReportDirectory
{
    /// <summary>The absolute directory: the argument <c>directory</c>, else the run's id, below the root.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it leads out of its root.</exception>
    public static string Choose(JsonElement arguments, string runId, string workspace, string? reportsRoot)
    {
        var told = arguments.Text("directory");
        var name = told ?? Safe(runId);
        var root = Path.GetFullPath(reportsRoot ?? (told is null ? Path.Combine(workspace, ".axle", "reports") : workspace));
        var directory = Path.GetFullPath(name, root);
        return Path.IsPathRooted(name) || !IsInside(directory, root)
            ? throw new AxleException(
                ErrorKind.Validation,
                $"report.write: 'directory' is '{name}', which leads out of the reports' root. Give a relative path without '..', for example 'reports/latest'.")
            : directory;
    }

    /// <summary>Relative address from the report to the workspace, ending in a slash; null when the report lies outside.</summary>
    public static string? SourceRoot(string directory, string workspace)
    {
        if (!IsInside(directory, Path.GetFullPath(workspace)))
            return null;
        var path = Path.GetRelativePath(directory, workspace).Replace('\\', '/');
        return path == "." ? "./" : path + "/";
    }

    /// <summary>A file's path as the caller reads it: relative to the workspace when inside, else absolute.</summary>
    public static string Shown(string path, string workspace) =>
        IsInside(path, Path.GetFullPath(workspace)) ? Path.GetRelativePath(workspace, path).Replace('\\', '/') : path;

    private static bool IsInside(string path, string root) =>
        path == root || path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Safe(string runId)
    {
        var name = string.Concat(runId.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        return name.Length > 0 ? name : "latest";
    }
}
