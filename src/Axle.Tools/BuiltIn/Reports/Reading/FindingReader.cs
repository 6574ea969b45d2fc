using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>Collects the findings of every step and of every tool result, and merges repeats.</summary>
internal static class FindingReader
{
    private const int MaxPathLength = 1_000;

    /// <summary>Findings without repeats of rule, file and line, most urgent first.</summary>
    public static IReadOnlyList<(Finding Finding, IReadOnlyList<FindingSource> Sources)> ReadAll(IReadOnlyList<StepInput> steps) =>
        [.. steps.SelectMany(Collect)
            .GroupBy(static f => (f.Finding.Rule, f.Finding.File, f.Finding.Line))
            .Select(static g => (Strongest(g.Select(static f => f.Finding)), Sources(g.Select(static f => f.Source))))
            .OrderByDescending(static f => f.Item1.Severity)
            .ThenByDescending(static f => f.Item1.Confidence)
            .ThenBy(static f => f.Item1.File, StringComparer.Ordinal)
            .ThenBy(static f => f.Item1.Line)
            .ThenBy(static f => f.Item1.Rule, StringComparer.Ordinal)];

    /// <summary>How many findings the tools and the steps counted and did not list.</summary>
    public static int LeftOut(IReadOnlyList<StepInput> steps) => steps.Sum(LeftOutByStep)
        + steps.SelectMany(static s => s.Evidence).GroupBy(static e => e.Tool).Sum(static g => g.Max(static e => LeftOut(e.Result.Object("summary"))));

    /// <summary>A step without evidence of its own counts the findings of others.</summary>
    private static int LeftOutByStep(StepInput step) => step.Evidence.Count > 0 && step.Output.Object("counts").Count("total") is { } total
        ? Math.Max(0, total - (step.Output.Count("findings") ?? 0))
        : 0;

    private static int LeftOut(JsonElement summary) =>
        summary.Count("total") is { } total && summary.Count("shown") is { } shown ? Math.Max(0, total - shown) : 0;

    private static IEnumerable<(Finding Finding, FindingSource Source)> Collect(StepInput step)
    {
        foreach (var (tool, result) in step.Evidence)
        {
            foreach (var finding in result.Items("findings").Select(Read).OfType<Finding>())
                yield return (finding, new FindingSource(step.Key, step.Agent, tool.Length == 0 ? null : tool));
        }

        foreach (var finding in step.Output.Items("findings").Concat(step.Entry.Items("findings")).Select(Read).OfType<Finding>())
            yield return (finding, new FindingSource(step.Key, step.Agent, null));
    }

    private static Finding Strongest(IEnumerable<Finding> same) =>
        same.OrderByDescending(static f => f.Severity).ThenByDescending(static f => f.Confidence).First();

    /// <summary>An agent that repeats what its tool found is named once, with the tool.</summary>
    private static IReadOnlyList<FindingSource> Sources(IEnumerable<FindingSource> sources) =>
        [.. sources.GroupBy(static s => (s.Step, s.Agent)).Select(static g => g.FirstOrDefault(static s => s.Tool is not null) ?? g.First())];

    private static Finding? Read(JsonElement item)
    {
        var rule = item.Text("rule", "ruleId", "id");
        var message = item.Text("message", "title", "description");
        var file = item.Text("file", "path");
        if (rule is null || message is null || file is null || file.Length > MaxPathLength)
            return null;
        var line = Math.Max(1, item.Count("line", "startLine") ?? 1);
        return new Finding(
            rule,
            SeverityText.Read(item.Text("severity")) ?? Severity.Info,
            Math.Clamp(item.Number("confidence") ?? 0.5, 0, 1),
            Relative(file),
            line,
            Math.Max(line, item.Count("endLine") ?? line),
            message,
            item.Text("why") ?? "",
            item.Text("remedy", "fix") ?? "",
            item.Text("language"));
    }

    private static string Relative(string file)
    {
        var path = file.Replace('\\', '/');
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }
}
