using System.Text.Json;
using Axle.Tools.BuiltIn.Code;
using Axle.Tools.BuiltIn.Code.Structure;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Git;

/// <summary>
/// Finds the files that change often and are complex: there a fault is most likely and an improvement pays most (A. Tornhill, "Your Code as a
/// Crime Scene", 2015).
/// </summary>
public sealed class HotspotsTool : ITool
{
    private const int MostListed = 100;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "git.hotspots", "Reads the git history: how often each file changes, by how many people, which files change together, and where change meets complexity.",
        ToolSchema.Of("""
            "commits": { "type": "integer", "minimum": 1, "maximum": 50000, "default": 5000, "description": "Most commits to read." },
            "months": { "type": "integer", "minimum": 1, "maximum": 240, "default": 24, "description": "How far back to read." }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        int months = SourceSelection.Number(arguments, "months", 24);
        var now = context.Time.GetUtcNow();
        var commits = await GitHistory.ReadAsync(context.Workspace, SourceSelection.Number(arguments, "commits", 5000), months, now, cancellationToken);
        if (commits is null or { Count: 0 })
        {
            string reason = commits is null ? "There is no git program, or the workspace is no git repository with commits." : $"No commit of the last {months} months changed the workspace.";
            return FindingJson.ToElement(new HotspotReport(new HotspotSummary(false, reason, 0, 0, 0, 0, months), [], [], []));
        }

        var selection = await SourceSelection.LoadAsync(
            context, arguments, SourceRoles.Generated | SourceRoles.Vendored | SourceRoles.Test | SourceRoles.Example,
                f => f.Language is { IsCode: true }, cancellationToken);
        var structures = StructureTool.Measure(selection.Files, cancellationToken).ToDictionary(s => s.File, StringComparer.Ordinal);
        var hotspots = Rank(commits, structures, now);
        var couplings = CoChange.Find(commits, structures.Keys.ToHashSet(StringComparer.Ordinal));
        var summary = new HotspotSummary(
            true, null, commits.Count, commits.Select(c => c.Author).Distinct().Count(), hotspots.Count, hotspots.Count(h => h.Authors == 1), months);
        var findings = HotspotRules.Check(hotspots, couplings, structures, summary);
        return FindingJson.ToElement(new HotspotReport(
            summary, [.. hotspots.Take(MostListed)], [.. couplings.Take(MostListed)],
                FindingOrder.Worst(findings, SourceSelection.Number(arguments, "maxFindings", ToolSchema.Findings))));
    }

    private static List<Hotspot> Rank(IReadOnlyList<GitCommit> commits, Dictionary<string, FileStructure> structures, DateTimeOffset now)
    {
        var histories = (from commit in commits
                         from change in commit.Changes
                         where structures.ContainsKey(change.File)
                         group (commit, change) by change.File).ToList();
        var byCommits = Ranks(histories.Select(h => (h.Key, h.Count())));
        var byComplexity = Ranks(histories.Select(h => (h.Key, Complexity(structures[h.Key]))));
        return
        [
            .. from history in histories
               let last = history.Max(h => h.commit.Time)
               let score = Math.Round(byCommits[history.Key] * byComplexity[history.Key], 3)
               orderby score descending, history.Key
               select new Hotspot(
                   history.Key, history.Count(), history.Sum(h => h.change.Added + h.change.Deleted), history.Select(h => h.commit.Author).Distinct().Count(),
                   last, Math.Max(0, (int)(now - last).TotalDays), Complexity(structures[history.Key]), score),
        ];
    }

    private static int Complexity(FileStructure structure) => structure.Functions.Sum(f => f.Cyclomatic);

    // The share of files that have at most this value.
    private static Dictionary<string, double> Ranks(IEnumerable<(string File, int Value)> values)
    {
        var list = values.ToList();
        int[] sorted = [.. list.Select(v => v.Value).Order()];
        return list.ToDictionary(v => v.File, v => (double)UpperBound(sorted, v.Value) / sorted.Length, StringComparer.Ordinal);
    }

    private static int UpperBound(int[] sorted, int value)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
