using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>Reads what an agent step said.</summary>
internal static class SectionReader
{
    private const int MaxPoints = 40;
    private const int MaxPlaces = 12;

    private static readonly string[] DetailNames = ["detail", "description", "text", "why", "reason", "rationale", "message", "summary", "how", "remedy", "done"];

    /// <summary>Lists of the library's output shapes, beside themes and recommendations.</summary>
    private static readonly IReadOnlyList<(string Name, string Title)> OtherLists =
    [
        ("highlights", "Highlights"), ("conclusions", "Conclusions"), ("options", "Options"), ("milestones", "Milestones"),
        ("cases", "Test cases"), ("checks", "Checks"), ("risks", "Risks"), ("sections", "Text"), ("evidenceFailed", "Could not be measured"),
    ];

    /// <summary>The step as a section; null when it said nothing that a reader could use.</summary>
    public static ReportSection? Read(StepInput step, RunStep? trace, int findings)
    {
        var output = step.Output;
        var section = new ReportSection
        {
            Step = step.Key,
            Agent = step.Agent,
            AgentName = output.Text("agentName") ?? step.Entry.Text("agentName") ?? step.Entry.Object("agent").Text("name") ?? Wording.RuleTitle(step.Agent),
            Action = step.Entry.Text("action") ?? output.Text("action") ?? "",
            Summary = SummaryOf(step),
            Themes = Points(output, "themes", "patterns"),
            Recommendations = Points(output, "recommendations", "advice", "actions"),
            More = [.. OtherLists.Select(l => new ReportPoints(l.Title, Points(output, l.Name))).Where(static l => l.Points.Count > 0)],
            Score = output.Number("score"),
            Grade = output.Text("grade"),
            Provider = output.Text("provider") ?? step.Entry.Text("provider"),
            Model = output.Text("model") ?? step.Entry.Text("model"),
            Offline = output.Flag("offline") ?? step.Entry.Flag("offline") ?? false,
            Duration = trace?.Duration,
            Error = trace?.Error,
            Findings = findings,
            Evidence = [.. step.Evidence.Select(static e => e.Tool).Where(static t => t.Length > 0).Distinct()],
        };
        var silent = section is { Summary: "", Error: null, Themes.Count: 0, Recommendations.Count: 0, More.Count: 0, Score: null, Grade: null, Findings: 0 };
        return silent ? null : section;
    }

    private static string SummaryOf(StepInput step) =>
        step.Output.Text("summary", "text", "answer", "message", "content") ?? step.Entry.Text("summary", "output") ?? "";

    private static IReadOnlyList<ReportPoint> Points(JsonElement output, params ReadOnlySpan<string> names) =>
        [.. output.Items(names).Select(ReadPoint).OfType<ReportPoint>().Take(MaxPoints)];

    private static ReportPoint? ReadPoint(JsonElement item)
    {
        if (LooseJson.AsText(item) is { } text)
            return new ReportPoint(text, "", null, null, []);
        var title = item.Text("title", "tool", "name", "theme", "what", "message", "recommendation", "action", "text");
        var detail = string.Join(' ', DetailNames.Select(n => item.Text(n)).OfType<string>().Where(d => d != title).Distinct());
        if (title is null && detail.Length == 0)
            return null;
        var places = item.Texts("places", "files", "locations", "where");
        if (places.Count == 0 && item.Text("file", "path") is { } file)
            places = [item.Count("line") is { } line ? $"{file}:{line}" : file];
        return new ReportPoint(
            title ?? detail,
            title is null ? "" : detail,
            SeverityText.Read(item.Text("severity", "priority", "impact")),
            item.Text("effort"),
            [.. places.Take(MaxPlaces)]);
    }
}
