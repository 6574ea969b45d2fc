using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>The charts at a glance: where findings are, languages, complexity.</summary>
internal static class ChartsPart
{
    private const int MaxAreas = 9;

    /// <summary>The part; nothing when no chart has data.</summary>
    public static Fragment Write(ReviewReport report)
    {
        Fragment[] charts = [Areas(report), LanguageDonut.Draw(report.Languages), ComplexityBars.Draw(report.Metrics)];
        var drawn = charts.Where(static c => c.Markup.Length > 0).ToList();
        return drawn.Count == 0 ? Fragment.Empty : Fragment.Of(
            $"<section class=\"charts\" aria-label=\"Charts\">{Fragment.Join(drawn)}</section>");
    }

    /// <summary>The first two directories of a path: coarse enough to compare, fine enough to act on.</summary>
    internal static string AreaOf(ReportFinding finding)
    {
        var parts = finding.Directory.Split('/');
        return parts.Length > 2 ? $"{parts[0]}/{parts[1]}" : finding.Directory;
    }

    private static Fragment Areas(ReviewReport report)
    {
        var areas = report.Findings.GroupBy(AreaOf)
            .OrderByDescending(static g => g.Sum(Urgency.Weight)).ThenBy(static g => g.Key, StringComparer.Ordinal).Take(MaxAreas).ToList();
        if (areas.Count == 0)
            return Fragment.Empty;
        var most = areas.Max(static g => g.Count());
        var rows = areas.Select(g => Fragment.Of(
            $"<tr><th scope=\"row\"><a href=\"#findings\" data-filter-area=\"{g.Key}\" title=\"{g.Key}\"><bdi dir=\"ltr\">{g.Key}</bdi></a></th><td class=\"meter\"><div class=\"stack\" style=\"width:{Math.Max(2, 100.0 * g.Count() / most)}%\">{Parts(g)}</div></td><td class=\"num\">{Wording.Number(g.Count())}</td></tr>"));
        return Fragment.Of($"""
            <figure class="panel areas"><figcaption>Where the findings are</figcaption>
            <table class="bars">{TableHead.Hidden("Directory", "Share by severity", "Findings")}<tbody>{Fragment.Join(rows)}</tbody></table></figure>
            """);
    }

    private static Fragment Parts(IEnumerable<ReportFinding> findings) => Fragment.Join(findings
        .CountBy(static f => f.Finding.Severity).OrderByDescending(static c => c.Key)
        .Select(static c => Fragment.Of($"<i class=\"s-{Wording.Name(c.Key)}\" style=\"flex-grow:{c.Value}\" title=\"{c.Value} {Wording.Name(c.Key)}\"></i>")));
}
