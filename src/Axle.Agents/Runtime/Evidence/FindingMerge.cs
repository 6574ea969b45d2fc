using System.Text.Json;
using Axle.Tools.Findings;

namespace Axle.Agents.Runtime.Evidence;

/// <summary>
/// Collects findings from tool results and upstream steps. The same rule at the same line is one finding, whoever reports it; of
/// two reports the more severe, then the more confident one stays. Most urgent first.
/// </summary>
internal static class FindingMerge
{
    /// <summary>Most findings that one step works with.</summary>
    public const int MaxFindings = 5000;

    private const string Findings = "findings";

    public static IReadOnlyList<NumberedFinding> Merge(IEnumerable<ToolResult> tools, IEnumerable<UpstreamStep> upstream)
    {
        var best = new Dictionary<(string Rule, string File, int Line), (string Source, bool IsOwn, Finding Value)>();
        foreach (var tool in tools.Where(static tool => tool.Error is null))
            Add(tool.Tool, isOwn: true, tool.Value, best);
        foreach (var step in upstream)
            Add(step.Key, isOwn: false, step.Output, best);
        return
        [
            .. best.Values
                .OrderByDescending(static entry => entry.IsOwn)
                .ThenByDescending(static entry => entry.Value.Severity)
                .ThenByDescending(static entry => entry.Value.Confidence)
                .ThenBy(static entry => entry.Value.File, StringComparer.Ordinal)
                .ThenBy(static entry => entry.Value.Line)
                .ThenBy(static entry => entry.Value.Rule, StringComparer.Ordinal)
                .Take(MaxFindings)
                .Select(static (entry, number) => new NumberedFinding(number, entry.Source, entry.IsOwn, entry.Value)),
        ];
    }

    private static void Add(
        string source, bool isOwn, JsonElement result, Dictionary<(string Rule, string File, int Line), (string Source, bool IsOwn, Finding Value)> best)
    {
        if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty(Findings, out var list) || list.ValueKind != JsonValueKind.Array)
            return;
        foreach (var item in list.EnumerateArray())
        {
            if (Read(item) is not { } finding)
                continue;
            var key = (finding.Rule, finding.File, finding.Line);
            if (!best.TryGetValue(key, out var known) ||
                (known.IsOwn == isOwn && (finding.Severity, finding.Confidence).CompareTo((known.Value.Severity, known.Value.Confidence)) > 0))
                best[key] = (source, isOwn, finding);
        }
    }

    // Results come from any tool, a user's own included: what is no finding is passed over.
    private static Finding? Read(JsonElement item)
    {
        try
        {
            var finding = item.Deserialize<Finding>(FindingJson.Options);
            return finding is { Rule: not null, File: not null, Message: not null } ? finding : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
