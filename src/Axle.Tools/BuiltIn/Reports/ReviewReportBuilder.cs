using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.BuiltIn.Reports.Reading;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>
/// Makes the report's model out of what the steps of a run returned. Reads loosely: what is missing or of another shape is left
/// out, so that a report of steps without findings or measurements is still a report.
/// </summary>
/// <param name="workspace">Absolute path of the reviewed directory; its files are opened for code around findings and for the git commit.</param>
/// <param name="time">The clock: stamps the report.</param>
public sealed class ReviewReportBuilder(string workspace, TimeProvider time)
{
    private const int MaxFindings = 20_000;

    /// <summary>Makes the model.</summary>
    /// <param name="input">
    /// <c>{ "title"?, "workflow"?, "runId"?, "steps": { "key": { "agent", "action", "output": { "summary", "themes", "recommendations", "score",
    /// "offline", "provider", "model", "findings", "evidence": { "tool.name": result } } } }, "run": { "id", "workflow", "status", "startedAt",
    /// "endedAt", "commit", "steps", "decisions" } }</c>; every part is optional.
    /// </param>
    public ReviewReport Build(JsonElement input)
    {
        var steps = StepInput.ReadAll(input).DistinctBy(static s => s.Key).ToList();
        var evidence = new EvidenceReader(steps);
        var hotSpots = evidence.HotSpots();
        var all = FindingReader.ReadAll(steps);
        var trace = RunReader.Read(input, steps);
        var sections = ReadSections(steps, trace, all.SelectMany(static f => f.Sources).CountBy(static s => s.Step).ToDictionary());
        var run = input.Object("run");
        var name = WorkspaceName(input, run);
        return new ReviewReport
        {
            Title = input.Text("title") ?? $"Code review of {name}",
            Workspace = name,
            GeneratedAt = time.GetUtcNow(),
            RunId = run.Text("id", "runId") ?? input.Text("runId") ?? "",
            Workflow = run.Text("workflow", "workflowName") ?? run.Object("workflow").Text("name") ?? input.Text("workflow") ?? "",
            Source = ReadSource(run),
            Offline = run.Flag("offline") ?? sections.Any(static s => s.Offline),
            Models = ModelNames(sections),
            Sections = sections,
            Findings = new SourceExcerpts(workspace).Attach([.. all.Take(MaxFindings)], hotSpots.Select(static h => h.File).ToHashSet()),
            FindingsLeftOut = Math.Max(0, all.Count - MaxFindings) + FindingReader.LeftOut(steps),
            Modules = evidence.Modules(),
            Languages = evidence.Languages(),
            HotSpots = hotSpots,
            Metrics = evidence.Metrics(),
            Run = trace,
        };
    }

    private static List<ReportSection> ReadSections(List<StepInput> steps, RunTrace trace, Dictionary<string, int> findings)
    {
        var traces = trace.Steps.ToDictionary(static s => s.Key);
        return [.. steps.Select(s => SectionReader.Read(s, traces.GetValueOrDefault(s.Key), findings.GetValueOrDefault(s.Key))).OfType<ReportSection>()];
    }

    private static IReadOnlyList<string> ModelNames(IReadOnlyList<ReportSection> sections) =>
        [.. sections.Where(static s => s.Provider is not null || s.Model is not null)
            .Select(static s => string.Join('/', new[] { s.Provider, s.Model }.OfType<string>())).Distinct()];

    private string WorkspaceName(JsonElement input, JsonElement run)
    {
        var told = input.Text("workspace") ?? run.Text("workspaceName", "workspace") ?? workspace;
        var name = told.Replace('\\', '/').TrimEnd('/').Split('/')[^1];
        return name.Length > 0 ? name : "workspace";
    }

    private SourceVersion? ReadSource(JsonElement run)
    {
        var git = GitSource.Read(workspace);
        var commit = run.Text("commit") ?? git?.Commit;
        var repository = GitSource.WebAddress(run.Text("repository")) ?? git?.Repository;
        return commit is null && repository is null ? null : new SourceVersion(commit, run.Text("branch") ?? git?.Branch, repository);
    }
}
