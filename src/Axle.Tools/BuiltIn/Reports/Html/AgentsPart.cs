using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>What each agent said.</summary>
internal static class AgentsPart
{
    /// <summary>The part; nothing when no agent said anything.</summary>
    public static Fragment Write(ReviewReport report) => report.Sections.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <section id="agents" aria-labelledby="agents-h">
        <div class="sec-head"><h2 id="agents-h">What the agents say</h2><p>Each read the tools' results for its own question.</p></div>
        <div class="agents">{Fragment.Join(report.Sections.Select(Section))}</div>
        </section>
        """);

    private static Fragment Section(ReportSection section) => Fragment.Of($"""
        <article class="panel agent" aria-label="{section.AgentName}, step {section.Step}">
        <header><div><h3>{section.AgentName}</h3><p class="sub">{Fragment.If(section.Action.Length > 0, $"{section.Action} · ")}step <code>{section.Step}</code></p></div>{Mark(section)}</header>
        <ul class="facts">{Facts(section)}</ul>
        {Fragment.If(section.Error is not null, $"<p class=\"failed\" dir=\"auto\"><b>This step failed.</b> {section.Error}</p>")}
        {Paragraphs(section.Summary)}
        {Fragment.Join(section.Lists.Select(Points))}
        </article>
        """);

    private static Fragment Mark(ReportSection section)
    {
        if (section.Score is { } score)
        {
            const double Round = 2 * Math.PI * 19;
            var share = Math.Clamp(score, 0, 100) / 100;
            var tone = share >= 0.8 ? "good" : share >= 0.55 ? "fair" : "poor";
            return Fragment.Of($"""
                <svg class="ring {tone}" viewBox="0 0 46 46" role="img" aria-label="Score {Wording.Number(score)} of 100"><circle cx="23" cy="23" r="19"/>
                <circle class="on" cx="23" cy="23" r="19" transform="rotate(-90 23 23)" stroke-dasharray="{Round * share} {Round}"/>
                <text x="23" y="23">{Wording.Number(score, 0)}</text></svg>
                """);
        }

        return section.Grade is { } grade ? Fragment.Of($"<span class=\"grade\" aria-label=\"Grade {grade}\">{grade}</span>") : Fragment.Empty;
    }

    private static Fragment Facts(ReportSection section)
    {
        var facts = new List<string>();
        if (section.Grade is { } grade && section.Score is not null)
            facts.Add($"grade {grade}");
        if (section.Findings > 0)
            facts.Add(Wording.Plural(section.Findings, "finding"));
        if (section.Duration is { } duration)
            facts.Add(Wording.Duration(duration));
        if (section.Offline)
            facts.Add("offline");
        else if (section.Provider is not null || section.Model is not null)
            facts.Add(string.Join(" ", new[] { section.Provider, section.Model }.OfType<string>()));
        facts.AddRange(section.Evidence);
        return Fragment.Join(facts.Select(static f => Fragment.Of($"<li>{f}</li>")));
    }

    private static Fragment Paragraphs(string text) => Fragment.Join(text.ReplaceLineEndings("\n").Split('\n')
        .Where(static p => !string.IsNullOrWhiteSpace(p)).Select(static p => Fragment.Of($"<p dir=\"auto\">{p.Trim()}</p>")));

    private static Fragment Points(ReportPoints list) => Fragment.Of($"""
        <h4>{list.Title}</h4>
        <ul class="points">{Fragment.Join(list.Points.Select(Point))}</ul>
        """);

    private static Fragment Point(ReportPoint point)
    {
        var severity = point.Severity is { } known ? Fragment.Of($"<span class=\"tag s-{Wording.Name(known)}\">{Wording.Name(known)}</span> ") : Fragment.Empty;
        var places = Fragment.Join(point.Places.Select(static p => Fragment.Of($"<li><code>{p}</code></li>")));
        var said = point.Detail.Length > 0 ? Fragment.Of($"<b>{point.Title}</b> {point.Detail}") : Fragment.Of($"{point.Title}");
        var effort = Fragment.If(point.Effort is not null, $" <span class=\"sub\">{point.Effort} effort</span>");
        return Fragment.Of($"<li dir=\"auto\">{severity}{said}{effort}{Fragment.If(point.Places.Count > 0, $"<ul class=\"places\">{places}</ul>")}</li>");
    }
}
