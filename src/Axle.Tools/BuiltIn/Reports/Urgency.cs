using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>Orders what a review found by how much mending it pays.</summary>
internal static class Urgency
{
    private const double HotFileFactor = 1.3;

    // At one severity a fault comes before what only makes changes dear.
    private const double UpkeepFactor = 0.5;

    /// <summary>Findings of one rule, worth one piece of work.</summary>
    /// <param name="Rule">The rule's id.</param>
    /// <param name="Severity">The highest severity among them.</param>
    /// <param name="Findings">The findings, most urgent first.</param>
    internal sealed record Group(string Rule, Severity Severity, IReadOnlyList<ReportFinding> Findings);

    /// <summary>The groups to mend first: by the weight of their worst finding, then a little by how many there are.</summary>
    /// <param name="findings">The report's findings.</param>
    /// <param name="count">How many groups at most.</param>
    public static IReadOnlyList<Group> First(IReadOnlyList<ReportFinding> findings, int count) =>
        [.. findings.Where(static f => f.Finding.Severity > Severity.Info)
            .GroupBy(static f => f.Finding.Rule)
            .Select(static g => new Group(g.Key, g.Max(static f => f.Finding.Severity), [.. g.OrderByDescending(Weight)]))
            .OrderByDescending(
                static g => Weight(g.Findings[0]) * (1 + (0.1 * Math.Log(g.Findings.Count))) * (new ReviewRule(g.Rule).IsUpkeep ? UpkeepFactor : 1))
            .ThenBy(static g => g.Rule, StringComparer.Ordinal)
            .Take(count)];

    /// <summary>0 to 130: severity times confidence, raised when the file changes often.</summary>
    public static double Weight(ReportFinding finding) =>
        Weight(finding.Finding.Severity) * finding.Finding.Confidence * (finding.Hot ? HotFileFactor : 1);

    /// <summary>What one certain finding of a severity weighs, up to 100: one critical outweighs two high ones.</summary>
    public static double Weight(Severity severity) => severity switch
    {
        Severity.Critical => 100,
        Severity.High => 45,
        Severity.Medium => 15,
        Severity.Low => 4,
        _ => 1,
    };
}
