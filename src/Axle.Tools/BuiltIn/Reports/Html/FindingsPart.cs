using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>The list of findings: with script a list to filter, sort and open; without, one table.</summary>
internal static class FindingsPart
{
    /// <summary>Rows of the table for readers without script; the other forms of the report have the rest.</summary>
    private const int MaxPlainRows = 1_000;

    /// <summary>The part; nothing without findings.</summary>
    public static Fragment Write(ReviewReport report, SourceLinks links) => report.Findings.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <section id="findings" aria-labelledby="findings-h">
        <div class="sec-head"><h2 id="findings-h">Findings</h2><p>{LeftOut(report)}</p></div>
        <form class="filters" id="filters" role="search" aria-label="Filter findings" hidden>
        <input type="search" id="f-text" placeholder="Filter by text, file or rule" aria-label="Filter by text, file or rule" autocomplete="off" spellcheck="false">
        <fieldset><legend class="vh">Severity</legend>{Fragment.Join(Wording.Severities.Select(s => Chip(report, s)))}</fieldset>
        <div class="selects">
        <label><span>Rule</span><select id="f-rule"><option value="">all</option></select></label>
        <label><span>Agent</span><select id="f-agent"><option value="">all</option></select></label>
        <label><span>Directory</span><select id="f-area"><option value="">all</option></select></label>
        <label><span>Order</span><select id="f-sort"><option value="urgency">urgency</option><option value="severity">severity</option><option value="file">file</option><option value="rule">rule</option><option value="confidence">confidence</option></select></label>
        <button type="reset">Clear</button>
        </div>
        <p id="f-count" role="status" aria-live="polite"></p>
        </form>
        <div id="list" class="list" hidden></div>
        <button type="button" id="more" hidden>Show more</button>
        <noscript>{Table(report, links)}</noscript>
        </section>
        """);

    private static Fragment Chip(ReviewReport report, Severity severity) => Fragment.Of(
        $"<label class=\"chip\"><input type=\"checkbox\" name=\"severity\" value=\"{Wording.Name(severity)}\" checked><span><i class=\"dot s-{Wording.Name(severity)}\"></i>{Wording.Name(severity)} <b>{Wording.Number(Wording.Count(report, severity))}</b></span></label>");

    private static string LeftOut(ReviewReport report) => report.FindingsLeftOut > 0
        ? $"Each can be checked by opening the file at the line. {Wording.Plural(report.FindingsLeftOut, "further finding")} went over the limits of the tools or of this report."
        : "Each can be checked by opening the file at the line.";

    private static Fragment Table(ReviewReport report, SourceLinks links)
    {
        var rows = report.Findings.Take(MaxPlainRows).Select(f => Row(f, links));
        var rest = report.Findings.Count - MaxPlainRows;
        return Fragment.Of($"""
            <div class="panel scroll"><table class="plain">{TableHead.Of("Severity", "Where", "What", "What to do", "Rule")}<tbody>{Fragment.Join(rows)}</tbody></table></div>
            {Fragment.If(rest > 0, $"<p>{Wording.Number(rest)} more are in the SARIF form of this report, or here with scripts allowed.</p>")}
            """);
    }

    private static Fragment Row(ReportFinding item, SourceLinks links)
    {
        var place = PlaceText.Line(item.Finding.File, item.Finding.Line);
        var linked = links.Permanent(item.Finding.File, item.Finding.Line) is { } link ? Fragment.Of($"<a href=\"{link}\" rel=\"noreferrer\">{place}</a>") : place;
        var severity = Wording.Name(item.Finding.Severity);
        var (message, remedy) = (item.Finding.Message, item.Finding.Remedy);
        return Fragment.Of(
            $"<tr><td><span class=\"tag s-{severity}\">{severity}</span></td><td>{linked}</td><td dir=\"auto\">{message}</td><td dir=\"auto\">{remedy}</td><td><code>{item.Finding.Rule}</code></td></tr>");
    }
}
