using System.Text;
using Axle.Tools.BuiltIn.Reports.Model;
using static Axle.Tools.BuiltIn.Reports.Markdown.MarkdownText;

namespace Axle.Tools.BuiltIn.Reports.Markdown;

/// <summary>What each agent said.</summary>
internal static class MarkdownSections
{
    /// <summary>Writes the part.</summary>
    public static void Write(StringBuilder text, ReviewReport report)
    {
        if (report.Sections.Count == 0)
            return;
        text.Append("## What the agents say\n\n");
        foreach (var section in report.Sections)
        {
            text.Append($"### {Escape(section.AgentName)}{(section.Action.Length > 0 ? $": {Escape(section.Action)}" : "")}\n\n");
            text.Append(string.Join(" · ", Facts(section))).Append("\n\n");
            if (section.Error is { } error)
                text.Append($"**This step failed:** {Escape(error)}\n\n");
            if (section.Summary.Length > 0)
                text.Append(Paragraphs(section.Summary)).Append("\n\n");
            foreach (var list in section.Lists)
                WritePoints(text, list);
        }
    }

    private static IEnumerable<string> Facts(ReportSection section)
    {
        yield return $"step {InlineCode(section.Step)}";
        if (section.Score is { } score)
            yield return $"score {Wording.Number(score)} of 100";
        if (section.Grade is { } grade)
            yield return $"grade {Escape(grade)}";
        if (section.Findings > 0)
            yield return Wording.Plural(section.Findings, "finding");
        if (section.Duration is { } duration)
            yield return Wording.Duration(duration);
        if (section.Offline)
            yield return "offline";
        else if (section.Provider is { } provider)
            yield return $"answered by {Escape(provider)}{(section.Model is { } model ? $" ({Escape(model)})" : "")}";
    }

    private static void WritePoints(StringBuilder text, ReportPoints list)
    {
        text.Append($"**{list.Title}**\n\n");
        foreach (var point in list.Points)
        {
            text.Append($"- {(point.Severity is { } severity ? $"({Wording.Name(severity)}) " : "")}");
            text.Append(point.Detail.Length > 0 ? $"**{Escape(point.Title)}** {Escape(point.Detail)}" : Escape(point.Title));
            text.Append(point.Effort is { } effort ? $" ({Escape(effort)} effort)" : "");
            text.Append(point.Places.Count > 0 ? $" ({string.Join(", ", point.Places.Select(static p => InlineCode(p)))})\n" : "\n");
        }

        text.Append('\n');
    }
}
