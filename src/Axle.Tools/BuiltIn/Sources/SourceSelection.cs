using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Tools.BuiltIn.Sources;

/// <summary>The files that a tool looks at, and how many it leaves out for which reason.</summary>
/// <param name="Files">What is looked at, ordered by path.</param>
/// <param name="Skipped">How many files were left out, by reason, the reading's own reasons included.</param>
public sealed record SourceSelection(IReadOnlyList<SourceFile> Files, IReadOnlyDictionary<SkipReason, int> Skipped)
{
    /// <summary>Reads the workspace and picks files by the tool's <c>path</c> argument, by role and by a test.</summary>
    /// <param name="context">The place the tool runs in.</param>
    /// <param name="arguments">The tool's arguments.</param>
    /// <param name="leftOut">Files with one of these roles are left out.</param>
    /// <param name="suits">Whether the tool can analyse a file; null for every file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<SourceSelection> LoadAsync(
        ToolContext context, JsonElement arguments, SourceRoles leftOut, Func<SourceFile, bool>? suits, CancellationToken cancellationToken)
    {
        var tree = await SourceTree.LoadAsync(context.Workspace, null, cancellationToken);
        return Pick(tree, Text(arguments, "path"), leftOut, suits);
    }

    /// <summary>Picks files of a tree that is already read.</summary>
    public static SourceSelection Pick(SourceTree tree, string? path, SourceRoles leftOut, Func<SourceFile, bool>? suits)
    {
        var skipped = new Dictionary<SkipReason, int>(tree.Skipped);
        var files = new List<SourceFile>();
        foreach (var file in tree.Under(path))
        {
            if (Reason(file, leftOut, suits) is { } reason)
            {
                skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
            }
            else
            {
                files.Add(file);
            }
        }

        return new SourceSelection(files, skipped);
    }

    /// <summary>A text argument; null when it is missing.</summary>
    public static string? Text(JsonElement arguments, string name) =>
        arguments.ValueKind == JsonValueKind.Object
            && arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number argument; the default when it is missing.</summary>
    public static int Number(JsonElement arguments, string name, int otherwise) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) && value.TryGetInt32(out int number) ? number : otherwise;

    /// <summary>A yes-or-no argument; the default when it is missing.</summary>
    public static bool Flag(JsonElement arguments, string name, bool otherwise) =>
        arguments.ValueKind == JsonValueKind.Object
            && arguments.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;

    private static SkipReason? Reason(SourceFile file, SourceRoles leftOut, Func<SourceFile, bool>? suits) =>
        (file.Roles & leftOut) switch
        {
            var r when r.HasFlag(SourceRoles.Vendored) => SkipReason.Vendored,
            var r when r.HasFlag(SourceRoles.Generated) => SkipReason.Generated,
            var r when r.HasFlag(SourceRoles.Test) => SkipReason.Test,
            var r when r.HasFlag(SourceRoles.Example) => SkipReason.Example,
            _ => suits is null || suits(file) ? null : SkipReason.Language,
        };
}
