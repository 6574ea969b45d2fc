using Axle.Tools.BuiltIn.Code.Structure;
using Axle.Tools.BuiltIn.Sources.Languages;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Git;

/// <summary>When the history is worth a finding.</summary>
internal static class HotspotRules
{
    private const int Most = 10;
    private const int LeastCommits = 8;
    private const double LeastScore = 0.6;
    private const int LeastComplexity = 15;

    public static IEnumerable<Finding> Check(
        IReadOnlyList<Hotspot> hotspots, IReadOnlyList<Coupling> couplings, Dictionary<string, FileStructure> structures, HotspotSummary summary)
    {
        foreach (var spot in hotspots.Where(h => h.Commits >= LeastCommits && h.Score >= LeastScore).Take(Most))
        {
            var worst = structures[spot.File].Functions.MaxBy(f => f.Cyclomatic);
            if (worst is { Cyclomatic: >= LeastComplexity })
            {
                yield return Hot(spot, worst, structures[spot.File].Language, summary);
            }
        }

        foreach (var pair in couplings.Where(c => c.Degree >= 0.8 && c.Together >= 8 && Folder(c.File) != Folder(c.Other)).Take(Most))
        {
            yield return new Finding("git.coupled-files", Severity.Info, 0.7, pair.File, 1, 1,
                $"'{pair.File}' and '{pair.Other}' stand in different folders and changed together in {pair.Together} commits ({pair.Degree:P0} of the rarer one's).",
                "Whoever changes one and forgets the other leaves a fault.", "Move what changes together into one place, or make one the source of the other.", Id(structures[pair.File].Language));
        }
    }

    private static Finding Hot(Hotspot spot, FunctionFact worst, string language, HotspotSummary summary)
    {
        string people = spot.Authors == 1 && summary.Authors > 1 ? ", all by one person" : $", by {spot.Authors} {(spot.Authors == 1 ? "person" : "people")}";
        return new Finding("git.hotspot", worst.Cyclomatic > 25 ? Severity.Medium : Severity.Low, 0.85, spot.File, worst.Line, worst.EndLine,
            $"Hot spot: the file changed in {spot.Commits} commits of the last {summary.Months} months{people}; its most complex function is '{worst.Name}' (cyclomatic complexity {worst.Cyclomatic}).",
            "Code that is complex and changes often is where faults are made.", $"Put tests around '{worst.Name}' first, then split it along the reasons for which it changes.", Id(language));
    }

    private static string? Id(string language) => LanguageTable.TryGet(language, out var known) ? known.Id : null;

    private static string Folder(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
}
