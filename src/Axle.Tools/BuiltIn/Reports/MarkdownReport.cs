using System.Text;
using Axle.Tools.BuiltIn.Reports.Markdown;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>The report as GitHub-flavoured Markdown, to be read on a code host, in an editor or in a pull request.</summary>
public static class MarkdownReport
{
    /// <summary>The report as Markdown text. Text from outside is escaped; long tables are cut and say so.</summary>
    /// <param name="report">The model.</param>
    /// <param name="sourceRoot">Relative address from the report's file to the reviewed directory, ending in a slash, for links; null for none.</param>
    public static string Render(ReviewReport report, string? sourceRoot = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        MarkdownOverview.Write(text, report);
        MarkdownFindings.WriteFirst(text, report, new SourceLinks(report.Source, sourceRoot));
        MarkdownSections.Write(text, report);
        MarkdownFindings.WriteAll(text, report, new SourceLinks(report.Source, sourceRoot));
        MarkdownCode.Write(text, report, new SourceLinks(report.Source, sourceRoot));
        MarkdownRun.Write(text, report);
        return text.ToString().TrimEnd() + "\n";
    }
}
