using Axle.Tools.BuiltIn.Reports.Html;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>
/// The report as one HTML page that needs nothing else: no network, no font, no script from outside. Charts are drawn here, the
/// page's script only filters, sorts and highlights. Without script all of it is still there as text, charts and tables.
/// </summary>
public static class HtmlReport
{
    /// <summary>The page as text. All text from outside is escaped; the page's own policy allows exactly its own script.</summary>
    /// <param name="report">The model.</param>
    public static string Render(ReviewReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var links = new SourceLinks(report.Source, sourceRoot: null);
        return PageTemplate.Fill(new Dictionary<string, Fragment>
        {
            ["title"] = Fragment.Of($"{report.Title}"),
            ["navigation"] = OverviewPart.Navigation(report),
            ["overview"] = OverviewPart.Write(report),
            ["first"] = FirstPart.Write(report),
            ["charts"] = ChartsPart.Write(report),
            ["findings"] = FindingsPart.Write(report, links),
            ["agents"] = AgentsPart.Write(report),
            ["modules"] = ModulesPart.Write(report),
            ["hotspots"] = HotSpotsPart.Write(report),
            ["run"] = RunPart.Write(report),
            ["footer"] = OverviewPart.Footer(report),
            ["data"] = FindingData.Write(report, links),
        });
    }
}
