using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Tools.Validation;

/// <summary>
/// Formats that tools' schemas may give a string beyond those of JSON Schema: <c>workspace-path</c> (see <see cref="WorkspacePaths"/>)
/// and <c>workspace-glob</c>, a path pattern with <c>*</c>, <c>**</c> and <c>?</c>, a leading <c>!</c> allowed.
/// </summary>
internal static class WorkspaceFormats
{
    private const int LongestGlob = 1024;
    private const int MostWildcards = 32;

    private static readonly char[] Wildcards = ['*', '?', '[', '{'];

    /// <summary>What is wrong with a value of one of these formats; null when nothing is.</summary>
    public static string? Problem(string workspace, string format, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return format switch
        {
            "workspace-path" => WorkspacePaths.Problem(workspace, value.GetString()!) is { } problem ? $"the path {problem}" : null,
            "workspace-glob" => GlobProblem(workspace, value.GetString()!) is { } problem ? $"the pattern {problem}" : null,
            _ => null,
        };
    }

    private static string? GlobProblem(string workspace, string glob)
    {
        var pattern = glob.StartsWith('!') ? glob[1..] : glob;
        if (pattern.Length > LongestGlob)
        {
            return $"has {pattern.Length} characters; at most {LongestGlob} are allowed";
        }

        if (WorkspacePaths.ShapeProblem(pattern) is { } problem)
        {
            return problem;
        }

        if (pattern.Count(letter => Wildcards.Contains(letter)) > MostWildcards)
        {
            return $"has more than {MostWildcards} wildcards";
        }

        var segments = pattern.Split('/', '\\');
        if (segments.Contains(".."))
        {
            return "holds '..'; start from a place inside the workspace";
        }

        // Braces may hold separators or dots: "{..,a}/x" would climb once it is expanded.
        if (pattern.Contains('{', StringComparison.Ordinal) && pattern.Contains("..", StringComparison.Ordinal))
        {
            return "holds '..' beside braces; write the alternatives as patterns of their own";
        }

        var fixedPart = string.Join('/', segments.TakeWhile(segment => segment.IndexOfAny(Wildcards) < 0));
        return fixedPart.Length == 0 ? null : WorkspacePaths.Problem(workspace, fixedPart);
    }
}
