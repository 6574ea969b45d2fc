using System.Text;
using Axle.Tools.BuiltIn.Reports.Model;
using static Axle.Tools.BuiltIn.Reports.Markdown.MarkdownText;

namespace Axle.Tools.BuiltIn.Reports.Markdown;

/// <summary>How the run went.</summary>
internal static class MarkdownRun
{
    /// <summary>Writes the part.</summary>
    public static void Write(StringBuilder text, ReviewReport report)
    {
        var run = report.Run;
        if (run.Steps.Count == 0)
            return;
        text.Append("## How the run went\n\n| Step | Agent | Status | Started | Took | Attempts | Waited for |\n| --- | --- | --- | ---: | ---: | ---: | --- |\n");
        foreach (var step in run.Steps)
        {
            var started = step.StartedAt - run.StartedAt is { } offset ? $"+{Wording.Duration(offset)}" : "";
            var took = step.Duration is { } duration ? Wording.Duration(duration) : "";
            var waited = string.Join(", ", step.DependsOn.Select(static d => InlineCode(d, inTable: true)));
            text.Append($"| {InlineCode(step.Key, inTable: true)} | {Escape(step.Agent)} | {Escape(step.Status)} | {started} | {took} | {Attempts(step)} | {waited} |\n");
        }

        text.Append('\n');
        foreach (var step in run.Steps.Where(static s => s.Error is not null))
            text.Append($"- {InlineCode(step.Key)} failed: {Escape(step.Error!)}\n");
        foreach (var decision in run.Decisions)
        {
            var sure = decision.Confidence is { } confidence ? $" ({confidence * 100:0} % sure)" : "";
            text.Append($"- {(decision.Step.Length > 0 ? $"{InlineCode(decision.Step)}: " : "")}{Escape(decision.Message)}{sure}\n");
        }
    }

    private static string Attempts(RunStep step) => step.Attempts.Count > 0 ? $"{step.Attempts.Count}" : "";
}
