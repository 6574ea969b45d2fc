using System.Text;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;
using static Axle.Tools.BuiltIn.Reports.Markdown.MarkdownText;

namespace Axle.Tools.BuiltIn.Reports.Markdown;

/// <summary>What to mend first, and all findings by severity.</summary>
internal static class MarkdownFindings
{
    private const int FirstCount = 10;
    private const int PlacesShown = 3;

    /// <summary>Rows of one table; code hosts stop rendering files of more than about half a megabyte.</summary>
    private const int MaxRows = 250;

    /// <summary>Writes the ten things to do first.</summary>
    public static void WriteFirst(StringBuilder text, ReviewReport report, SourceLinks links)
    {
        var groups = Urgency.First(report.Findings, FirstCount);
        if (groups.Count == 0)
            return;
        text.Append("## Do first\n\n");
        foreach (var (group, index) in groups.Select(static (g, i) => (g, i)))
        {
            var best = group.Findings[0].Finding;
            var size = Wording.Plural(group.Findings.Count, "place");
            text.Append($"{index + 1}. **{Escape(Wording.RuleTitle(group.Rule))}** ({Wording.Name(group.Severity)}, {size}): {Escape(best.Message)}");
            text.Append(best.Remedy.Length > 0 ? $" *{Escape(best.Remedy)}*  \n" : "  \n");
            text.Append($"   {string.Join(", ", group.Findings.Take(PlacesShown).Select(f => Place(f.Finding, links)))}");
            text.Append(group.Findings.Count > PlacesShown ? $" and {Wording.Number(group.Findings.Count - PlacesShown)} more\n" : "\n");
        }

        text.Append('\n');
    }

    /// <summary>Writes one table a severity; low and info are folded.</summary>
    public static void WriteAll(StringBuilder text, ReviewReport report, SourceLinks links)
    {
        if (report.Findings.Count == 0)
            return;
        text.Append("## Findings\n\n");
        foreach (var severity in Wording.Severities)
        {
            var found = report.Findings.Where(f => f.Finding.Severity == severity).ToList();
            if (found.Count == 0)
                continue;
            var title = $"{char.ToUpperInvariant(Wording.Name(severity)[0])}{Wording.Name(severity)[1..]} ({Wording.Number(found.Count)})";
            var folded = severity <= Severity.Low;
            text.Append(folded ? $"<details>\n<summary>{title}</summary>\n\n" : $"### {title}\n\n");
            WriteTable(text, found, links);
            text.Append(folded ? "\n</details>\n\n" : "\n");
        }
    }

    /// <summary>A place as code, linked when it can be opened.</summary>
    public static string Place(Finding finding, SourceLinks links, bool inTable = false)
    {
        var code = InlineCode($"{finding.File}:{finding.Line}", inTable);
        return links.Beside(finding.File, finding.Line) is { } link ? $"[{code}]({link})" : code;
    }

    private static void WriteTable(StringBuilder text, List<ReportFinding> found, SourceLinks links)
    {
        text.Append("| Where | What | Rule | Sure | By |\n| --- | --- | --- | ---: | --- |\n");
        foreach (var item in found.Take(MaxRows))
        {
            var by = string.Join(", ", item.Sources.Select(static s => s.Agent).Distinct().Select(Escape));
            text.Append($"| {Place(item.Finding, links, inTable: true)} | {Escape(item.Finding.Message)} ");
            text.Append($"| {InlineCode(item.Finding.Rule, inTable: true)} | {item.Finding.Confidence * 100:0} % | {by} |\n");
        }

        if (found.Count > MaxRows)
            text.Append($"\n{Wording.Number(found.Count - MaxRows)} more are in the HTML and SARIF forms of this report.\n");
    }
}
