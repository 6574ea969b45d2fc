using System.Text.Json;
using Axle.Tools.BuiltIn.Review;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary><c>code.csharp</c>: C# in depth, with syntax and meaning (Roslyn), its metrics and the settings of its projects.</summary>
public sealed class CSharpTool : ITool
{
    private const int TopCount = 25;
    private const int MaxFiles = 6_000;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "code.csharp",
        "Analyses C# in depth: async, disposal, exceptions, collections and design faults with file and line, metrics of types and methods, and project settings.",
        ReviewArguments.Schema);

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var wanted = ReviewArguments.From(arguments);
        var tree = await SourceTree.LoadAsync(context.Workspace, cancellationToken: cancellationToken);
        var all = tree.Under(wanted.Path)
            .Where(f => f.Language?.Id is "csharp" && f.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) && f.IsOwn()).ToList();
        var projects = tree.Files.Where(f => f.Path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
            .Select(f => CSharpProject.Read(tree.Root, f.Path)).ToList();
        var files = all.Take(MaxFiles).Select(f => new CSharpFile(f.Path, f.Text, f.Lowered())).ToList();
        var outcome = CSharpAnalysis.Run(files, projects, cancellationToken);
        var (shown, summary) = FindingSummary.Take(outcome.Findings, wanted.Limit);
        return FindingJson.ToElement(new CSharpReport(
            files.Count, outcome.SyntaxErrors, outcome.Types.Count, outcome.Methods.Count, projects,
            [.. outcome.Methods.OrderByDescending(m => m.Complexity).ThenBy(m => m.File, StringComparer.Ordinal).ThenBy(m => m.Line)
                .Take(TopCount)],
            [.. outcome.Types.OrderByDescending(t => t.Lines).ThenBy(t => t.File, StringComparer.Ordinal).Take(TopCount)],
            [.. outcome.Types.Where(t => t.Lcom > 1).OrderByDescending(t => t.Lcom).ThenBy(t => t.File, StringComparer.Ordinal)
                .Take(TopCount)],
            shown, summary, Note(files.Count, all.Count)));
    }

    private static string? Note(int taken, int all) =>
        taken == 0 ? "There is no C# in the workspace."
        : taken < all ? $"Only the first {taken} of {all} files were analysed; name a folder in `path` for the rest."
        : "Types from packages are not resolved; rules that need them keep quiet.";
}
