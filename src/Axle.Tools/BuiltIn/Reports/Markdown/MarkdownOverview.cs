using System.Text;
using Axle.Tools.BuiltIn.Reports.Model;
using static Axle.Tools.BuiltIn.Reports.Markdown.MarkdownText;

namespace Axle.Tools.BuiltIn.Reports.Markdown;

/// <summary>Title, verdict, counts and sizes.</summary>
internal static class MarkdownOverview
{
    private const int MaxLanguages = 6;

    /// <summary>Writes the part.</summary>
    public static void Write(StringBuilder text, ReviewReport report)
    {
        text.Append($"# {Escape(report.Title)}\n\n**{Escape(Wording.Verdict(report))}**\n\n");
        text.Append(string.Join(" · ", Facts(report))).Append("\n\n");
        if (Wording.OfflineNote(report) is { } note)
            text.Append($"> **Offline.** {Escape(note)}\n\n");
        if (report.Findings.Count > 0)
            WriteCounts(text, report);
        WriteSizes(text, report);
    }

    private static IEnumerable<string> Facts(ReviewReport report)
    {
        yield return Wording.Time(report.GeneratedAt);
        if (report.Source?.ShortCommit is { } commit)
            yield return $"commit {InlineCode(commit)}{(report.Source.Branch is { } branch ? $" on {InlineCode(branch)}" : "")}";
        if (report.Workflow.Length > 0)
            yield return $"workflow {InlineCode(report.Workflow)}";
        if (report.RunId.Length > 0)
            yield return $"run {InlineCode(report.RunId)}";
        if (report.Models.Count > 0)
            yield return $"answered by {string.Join(", ", report.Models.Select(static m => InlineCode(m)))}";
    }

    private static void WriteCounts(StringBuilder text, ReviewReport report)
    {
        text.Append("| Severity | Findings | Files |\n| --- | ---: | ---: |\n");
        foreach (var severity in Wording.Severities)
        {
            var found = report.Findings.Where(f => f.Finding.Severity == severity).ToList();
            text.Append($"| {Wording.Name(severity)} | {Wording.Number(found.Count)} | {Wording.Number(found.DistinctBy(static f => f.Finding.File).Count())} |\n");
        }

        text.Append('\n');
        if (report.FindingsLeftOut > 0)
            text.Append($"{Wording.Plural(report.FindingsLeftOut, "further finding")} went over the limits of the tools or of this report and are not listed.\n\n");
    }

    private static void WriteSizes(StringBuilder text, ReviewReport report)
    {
        var sizes = Figures.Of(report).Select(static f => $"{f.Value} {f.Name}").ToList();
        if (sizes.Count > 0)
            text.Append($"Measured: {Escape(string.Join(" · ", sizes))}\n\n");
        if (report.Languages.Count == 0)
            return;
        var total = report.Languages.Sum(static l => (double)l.Lines);
        var shares = report.Languages.Take(MaxLanguages).Select(l => $"{Escape(l.Name)} {Wording.Number(100 * l.Lines / total)} %");
        text.Append($"Languages: {string.Join(" · ", shares)}{(report.Languages.Count > MaxLanguages ? $" · {report.Languages.Count - MaxLanguages} more" : "")}\n\n");
    }
}
