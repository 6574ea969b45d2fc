using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>The ten things to do first.</summary>
internal static class FirstPart
{
    private const int Count = 10;
    private const int PlacesShown = 3;

    /// <summary>The part; nothing when there is nothing to do.</summary>
    public static Fragment Write(ReviewReport report)
    {
        var groups = Urgency.First(report.Findings, Count);
        return groups.Count == 0 ? Fragment.Empty : Fragment.Of($"""
            <section id="first" aria-labelledby="first-h">
            <div class="sec-head"><h2 id="first-h">Do first</h2><p>One piece of work a rule: worst first, files that change often before others.</p></div>
            <ol class="first">{Fragment.Join(groups.Select(Item))}</ol>
            </section>
            """);
    }

    private static Fragment Item(Urgency.Group group)
    {
        var best = group.Findings[0].Finding;
        var places = group.Findings.Take(PlacesShown).Select(static f => Fragment.Of(
            $"<li>{PlaceText.Line(f.Finding.File, f.Finding.Line)}</li>"));
        var more = group.Findings.Count - PlacesShown;
        return Fragment.Of($"""
            <li class="s-{Wording.Name(group.Severity)}">
            <h3>{Wording.RuleTitle(group.Rule)} <span class="tag s-{Wording.Name(group.Severity)}">{Wording.Name(group.Severity)}</span></h3>
            <p dir="auto">{best.Message}</p>
            {Fragment.If(best.Remedy.Length > 0, $"<p class=\"remedy\" dir=\"auto\">{best.Remedy}</p>")}
            <ul class="places">{Fragment.Join(places)}<li><a href="#findings" data-filter-rule="{group.Rule}">{(more > 0 ? $"and {Wording.Number(more)} more" : "show")}</a></li></ul>
            </li>
            """);
    }
}
