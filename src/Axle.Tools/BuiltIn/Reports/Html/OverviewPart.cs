using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Title, verdict, counts, numbers; and the frame's navigation and footer.</summary>
internal static class OverviewPart
{
    /// <summary>Links to the parts that the page has.</summary>
    public static Fragment Navigation(ReviewReport report) => Fragment.Join(new (bool There, string Id, string Name)[]
    {
        (report.Findings.Count > 0, "first", "Do first"),
        (report.Findings.Count > 0, "findings", "Findings"),
        (report.Sections.Count > 0, "agents", "Agents"),
        (report.Modules is not null, "modules", "Modules"),
        (report.HotSpots.Count > 0, "hotspots", "Hot spots"),
        (report.Run.Steps.Count > 0, "run", "Run"),
    }.Where(static p => p.There).Select(static p => Fragment.Of($"<a href=\"#{p.Id}\">{p.Name}</a>")));

    /// <summary>The top of the page.</summary>
    public static Fragment Write(ReviewReport report) => Fragment.Of($"""
        <header class="head">
        <p class="eyebrow">{report.Title}</p>
        <h1>{Wording.Verdict(report)}</h1>
        {SeverityBar(report)}
        <ul class="facts">{Facts(report)}</ul>
        </header>
        {Offline(report)}
        {Cards(report)}
        """);

    /// <summary>The bottom of the page.</summary>
    public static Fragment Footer(ReviewReport report) => Fragment.Of(
        $"<p>Written by Axle on {Wording.Time(report.GeneratedAt)}{Fragment.If(report.RunId.Length > 0, $" in run <code>{report.RunId}</code>")}. This page is complete in itself and loads nothing.</p>");

    private static Fragment SeverityBar(ReviewReport report)
    {
        if (report.Findings.Count == 0)
            return Fragment.Empty;
        var counts = Wording.Severities.Select(s => (Severity: s, Count: Wording.Count(report, s))).ToList();
        var parts = counts.Where(static c => c.Count > 0).Select(static c => Fragment.Of(
            $"<i class=\"s-{Wording.Name(c.Severity)}\" style=\"flex-grow:{c.Count}\"></i>"));
        var keys = counts.Select(static c => Fragment.Of(
            $"<li class=\"{(c.Count == 0 ? "none" : "")}\"><a href=\"#findings\" data-filter-severity=\"{Wording.Name(c.Severity)}\"><i class=\"dot s-{Wording.Name(c.Severity)}\"></i><b>{Wording.Number(c.Count)}</b> {Wording.Name(c.Severity)}</a></li>"));
        return Fragment.Of($"<div class=\"sevbar\" aria-hidden=\"true\">{Fragment.Join(parts)}</div><ul class=\"sevkeys\" aria-label=\"Findings by severity\">{Fragment.Join(keys)}</ul>");
    }

    private static Fragment Facts(ReviewReport report)
    {
        var facts =
            new List<Fragment> { Fragment.Of(
                $"<li><time datetime=\"{report.GeneratedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)}\">{Wording.Time(report.GeneratedAt)}</time></li>") };
        if (report.Source?.ShortCommit is { } commit)
            facts.Add(Fragment.Of($"<li>commit <code>{commit}</code>{Fragment.If(report.Source.Branch is not null, $" on <code>{report.Source.Branch}</code>")}</li>"));
        if (report.Workflow.Length > 0)
            facts.Add(Fragment.Of($"<li>workflow <code>{report.Workflow}</code></li>"));
        if (report.Models.Count > 0)
            facts.Add(Fragment.Of($"<li>answered by {string.Join(", ", report.Models)}</li>"));
        return Fragment.Join(facts);
    }

    private static Fragment Offline(ReviewReport report) => Wording.OfflineNote(report) is { } note
        ? Fragment.Of($"<aside class=\"note\" aria-label=\"Offline\"><b>Offline.</b> {note}</aside>")
        : Fragment.Empty;

    private static Fragment Cards(ReviewReport report)
    {
        var cards = Figures.Of(report).Select(static f => Card(f.Value, f.Name)).ToList();
        if (report.Run.Steps.Count > 0)
        {
            var good = report.Run.Steps.Count(static s => s.Error is null && s.Status is not ("failed" or "skipped" or "cancelled"));
            cards.Add(Card($"{good}/{report.Run.Steps.Count}", "steps went well"));
        }

        return cards.Count == 0 ? Fragment.Empty : Fragment.Of($"<dl class=\"cards\">{Fragment.Join(cards)}</dl>");
    }

    private static Fragment Card(string value, string name) => Fragment.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
