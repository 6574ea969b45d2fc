namespace Axle.Tools.Findings;

/// <summary>Counts over all findings of one tool call, also those that the limit left out.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Shown">How many are in the list.</param>
/// <param name="BySeverity">Count by severity name.</param>
/// <param name="ByRule">Count by rule id, most frequent first.</param>
public sealed record FindingSummary(
    int Total,
    int Shown,
    IReadOnlyDictionary<string, int> BySeverity,
    IReadOnlyDictionary<string, int> ByRule)
{
    /// <summary>Orders findings (severity, then confidence, then place), keeps the first <paramref name="limit"/> and counts all.</summary>
    internal static (IReadOnlyList<Finding> Shown, FindingSummary Summary) Take(IEnumerable<Finding> findings, int limit)
    {
        var all = findings.Distinct().ToList();
        var shown = all
            .OrderByDescending(f => f.Severity)
            .ThenByDescending(f => f.Confidence)
            .ThenBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Line)
            .ThenBy(f => f.Rule, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
        var bySeverity = all.GroupBy(f => f.Severity).OrderByDescending(g => g.Key)
            .ToDictionary(g => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(g.Key.ToString()), g => g.Count());
        var byRule = all.GroupBy(f => f.Rule, StringComparer.Ordinal).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return (shown, new FindingSummary(all.Count, shown.Count, bySeverity, byRule));
    }
}
