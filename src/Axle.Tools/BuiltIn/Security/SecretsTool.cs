using System.Text.Json;
using Axle.Tools.BuiltIn.Review;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary><c>security.secrets</c>: keys, tokens and passwords that stand in files. The secret itself is never shown.</summary>
public sealed class SecretsTool : ITool
{
    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "security.secrets",
        "Finds keys, tokens and passwords by the patterns of some 30 providers and by entropy; placeholders are left out and secrets are masked.",
        ReviewArguments.Schema);

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var wanted = ReviewArguments.From(arguments);
        var tree = await SourceTree.LoadAsync(context.Workspace, cancellationToken: cancellationToken);
        var files = tree.Under(wanted.Path).Where(f => f.IsOwn()).ToList();
        var found = new List<Finding>[files.Count];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, options, i => found[i] = [.. SecretScan.Run(files[i])]);
        var (shown, summary) = FindingSummary.Take(found.SelectMany(f => f), wanted.Limit);
        var languages = files.Where(f => f.Language is not null).GroupBy(f => f.Language!.Id, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return FindingJson.ToElement(new FindingsReport(files.Count, languages, SecretPatterns.All.Count + 1, shown, summary));
    }
}
