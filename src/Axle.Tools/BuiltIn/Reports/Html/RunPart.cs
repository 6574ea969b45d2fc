using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>How the run went: a bar a step on one time line, attempts and decisions.</summary>
internal static class RunPart
{
    /// <summary>The part; nothing when nothing is known of the run.</summary>
    public static Fragment Write(ReviewReport report)
    {
        var run = report.Run;
        if (run.Steps.Count == 0)
            return Fragment.Empty;
        var scale = TimeScale.Of(run);
        return Fragment.Of($"""
            <section id="run" aria-labelledby="run-h">
            <div class="sec-head"><h2 id="run-h">How the run went</h2><p>{Story(run, scale)}</p></div>
            <div class="panel gantt"><table><thead><tr><th scope="col">Step</th><th scope="col" class="track">{Axis(scale)}</th><th scope="col" class="num">Took</th></tr></thead>
            <tbody>{Fragment.Join(run.Steps.Select(s => Row(s, scale)))}</tbody></table></div>
            {Decisions(run)}
            </section>
            """);
    }

    private static string Story(RunTrace run, TimeScale? scale)
    {
        var agents = run.Steps.Select(static s => s.Agent).Where(static a => a.Length > 0).Distinct().Count();
        var retried = run.Steps.Count(static s => s.Attempts.Count > 1);
        var failed = run.Steps.Count(static s => s.Error is not null || s.Status == "failed");
        return string.Join(", ", new[]
        {
            Wording.Plural(run.Steps.Count, "step"),
            agents > 0 ? $"by {Wording.Plural(agents, "agent")}" : null,
            scale is not null ? $"in {Wording.Duration(scale.Length)}" : null,
            retried > 0 ? $"{retried} tried again" : null,
            failed > 0 ? $"{failed} failed" : null,
        }.OfType<string>()) + ".";
    }

    private static Fragment Axis(TimeScale? scale) =>
        scale is null ? Fragment.Of($"Time") : Fragment.Of($"<span class=\"vh\">Time</span><span class=\"ticks\" aria-hidden=\"true\">{Fragment.Join(scale.Ticks().Select(static t => Fragment.Of($"<i style=\"left:{t.Percent}%\">{t.Label}</i>")))}</span>");

    private static Fragment Row(RunStep step, TimeScale? scale)
    {
        var who = string.Join(" · ", new[] { step.Agent, step.Action }.Where(static t => t.Length > 0));
        var waited = step.DependsOn.Count > 0 ? $"after {string.Join(", ", step.DependsOn)}" : "";
        var tries = step.Attempts.Count > 1 ? Fragment.Of($" <span class=\"tag tries\">{step.Attempts.Count} attempts</span>") : Fragment.Empty;
        var duration = step.Duration is { } took ? Wording.Duration(took) : step.Status;
        var details = string.Join(" · ", new[] { who, waited }.Where(static t => t.Length > 0));
        var error = Fragment.If(step.Error is not null, $"<br><span class=\"failed\" dir=\"auto\">{step.Error}</span>");
        return Fragment.Of($"""
            <tr class="st-{Tone(step)}"><th scope="row"><b>{step.Key}</b>{tries} <span class="status">{step.Status}</span><br><span class="sub">{details}</span>{error}</th>
            <td class="track"><div class="lane">{(scale is null ? Fragment.Empty : Bars(step, scale))}</div></td><td class="num">{duration}</td></tr>
            """);
    }

    private static Fragment Bars(RunStep step, TimeScale scale)
    {
        var timed = step.Attempts.Where(static a => a.StartedAt is not null).ToList();
        if (timed.Count > 1)
            return Fragment.Join(
                timed.Select(
                    (a, i) =>
                        Bar(scale, a.StartedAt, a.EndedAt ?? (i + 1 < timed.Count ? timed[i + 1].StartedAt : step.EndedAt),
                            i < timed.Count - 1 ? "retry" : "", $"attempt {a.Number}: {a.Error ?? a.Status}")));
        return Bar(scale, step.StartedAt, step.EndedAt, "", $"{step.Key}: {step.Status}");
    }

    private static Fragment Bar(TimeScale scale, DateTimeOffset? start, DateTimeOffset? end, string kind, string title) => start is null
        ? Fragment.Empty
        : Fragment.Of(
            $"<i class=\"{kind}{(end is null ? " open" : "")}\" style=\"left:{scale.Percent(start.Value)}%;width:{Math.Max(0.5, scale.Percent(end ?? scale.End) - scale.Percent(start.Value))}%\" title=\"{title}\"></i>");

    private static string Tone(RunStep step) => step switch
    {
        { Error: not null } or { Status: "failed" or "timedOut" } => "bad",
        { Status: "skipped" or "cancelled" } => "off",
        _ => "ok",
    };

    private static Fragment Decisions(RunTrace run)
    {
        if (run.Decisions.Count == 0)
            return Fragment.Empty;
        var rows = run.Decisions.Select(static d => Fragment.Of(
            $"<tr><td>{Fragment.If(d.Step.Length > 0, $"<code>{d.Step}</code>")}</td><td>{Words(d.Kind)}</td><td dir=\"auto\">{d.Message}</td><td class=\"num\">{(d.Confidence is { } sure ? $"{Wording.Number(sure * 100, 0)} %" : "")}</td></tr>"));
        return Fragment.Of($"<h3>Choices the run made by itself</h3><div class=\"panel scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Choices the run made by itself\"><table class=\"plain\">{TableHead.Of("Step", "Kind", "What was chosen", "#Sure")}<tbody>{Fragment.Join(rows)}</tbody></table></div>");
    }

    private static string Words(string kind) =>
        string.Concat(kind.Select(static c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString())).Trim();
}
