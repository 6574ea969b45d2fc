using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.Contract;

namespace Axle.Tools.BuiltIn.Projects;

/// <summary>
/// The tools that follow a project on GitHub: <c>project.create</c>, <c>project.update</c>, <c>project.close</c>, <c>project.list</c>,
/// <c>project.progress</c>. A call that comes twice under one key leaves one issue and one comment: each carries a mark of the key.
/// </summary>
public static class ProjectTools
{
    private const string StatusLabel = "status:";
    private const int PageSize = 100;
    private const int MostPages = 10;

    private const string IssueNumber = """ "number": { "type": "integer", "minimum": 1, "description": "Number of the issue." } """;
    private const string Comment = """ "comment": { "type": "string", "maxLength": 20000, "description": "What to tell people; Markdown." } """;

    /// <summary>Makes one of each.</summary>
    public static IReadOnlyList<ITool> All(ProjectOptions options) => All(options, null);

    internal static IReadOnlyList<ITool> All(ProjectOptions options, HttpMessageHandler? handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        var api = new GitHubApi(options, handler);
        return
        [
            new ProjectTool(api, options, ProjectTool.Describe(
                "project.create", "Creates an issue in the project's tracker.", ToolEffect.World,
                """
                "title": { "type": "string", "minLength": 1, "maxLength": 250, "description": "What it is about, in a line." },
                "body": { "type": "string", "maxLength": 50000, "default": "", "description": "The details; Markdown." },
                "labels": { "type": "array", "maxItems": 20, "default": [], "items": { "type": "string", "maxLength": 50 } },
                "assignees": { "type": "array", "maxItems": 10, "default": [], "items": { "type": "string", "maxLength": 50 },
                    "description": "Names of people on GitHub." }
                """,
                "\"title\""), CreateAsync),
            new ProjectTool(api, options, ProjectTool.Describe(
                "project.update", "Sets the status of an issue, and comments on it.", ToolEffect.World,
                $$"""
                {{IssueNumber}}, {{Comment}},
                "status": { "enum": ["todo", "in-progress", "blocked", "review", "done"], "description": "Kept as the label status:…" }
                """,
                "\"number\""), UpdateAsync),
            new ProjectTool(api, options, ProjectTool.Describe(
                "project.close", "Closes an issue as done or as not planned, with a comment.", ToolEffect.World,
                $$"""{{IssueNumber}}, "reason": { "enum": ["completed", "not_planned"], "default": "completed" }, {{Comment}}""",
                "\"number\""), CloseAsync),
            new ProjectTool(api, options, ProjectTool.Describe(
                "project.list", "Lists issues of the project's tracker: open or closed ones, of a person, with a label.", ToolEffect.None,
                """
                "assignee": { "type": "string", "maxLength": 50, "pattern": "^[A-Za-z0-9-]+$",
                  "description": "Whose: a name on GitHub." },
                "label": { "type": "string", "maxLength": 50 },
                "state": { "enum": ["open", "closed", "all"], "default": "open" },
                "most": { "type": "integer", "minimum": 1, "maximum": 100, "default": 30, "x-axle-clamp": true }
                """,
                ""), ListAsync),
            new ProjectTool(api, options, ProjectTool.Describe(
                "project.progress", "Counts the issues of the project, or of one label: open, closed, by status.", ToolEffect.None,
                """ "label": { "type": "string", "maxLength": 50, "description": "Only issues with this label." } """, ""), ProgressAsync),
        ];
    }

    private static async Task<object> CreateAsync(ProjectCall call)
    {
        var recent = await call.SendAsync(HttpMethod.Get, $"issues?state=all&sort=created&direction=desc&per_page={PageSize}");
        var made = recent.EnumerateArray().FirstOrDefault(issue => Holds(issue, call.Mark));
        if (made.ValueKind == JsonValueKind.Object)
        {
            return new { applied = true, issue = ProjectCall.Shown(made), note = "It was created before." };
        }

        var created = await call.SendAsync(HttpMethod.Post, "issues", new JsonObject
        {
            ["title"] = call.Text("title"),
            ["body"] = $"{call.Text("body")}\n\n{call.Mark}",
            ["labels"] = new JsonArray([.. call.List("labels").Select(static label => JsonValue.Create(label))]),
            ["assignees"] = new JsonArray([.. call.List("assignees").Select(static person => JsonValue.Create(person))]),
        });
        return new { applied = true, issue = ProjectCall.Shown(created), note = "Created." };
    }

    private static async Task<object> UpdateAsync(ProjectCall call)
    {
        var place = Place(call);
        var issue = await call.SendAsync(HttpMethod.Get, place);
        if (call.Text("status") is { } status)
        {
            string[] labels = [.. ProjectCall.Labels(issue).Where(static label =>
                !label.StartsWith(StatusLabel, StringComparison.Ordinal)), $"{StatusLabel}{status}"];
            issue = await call.SendAsync(HttpMethod.Patch, place,
                new JsonObject { ["labels"] = new JsonArray([.. labels.Select(static label => JsonValue.Create(label))]) });
        }

        await CommentAsync(call, place);
        return new { applied = true, issue = ProjectCall.Shown(issue), note = "Updated." };
    }

    private static async Task<object> CloseAsync(ProjectCall call)
    {
        var place = Place(call);
        await CommentAsync(call, place);
        var closed = await call.SendAsync(HttpMethod.Patch, place,
            new JsonObject { ["state"] = "closed", ["state_reason"] = call.Text("reason") ?? "completed" });
        return new { applied = true, issue = ProjectCall.Shown(closed), note = "Closed." };
    }

    private static async Task<object> ListAsync(ProjectCall call)
    {
        var query = $"issues?state={call.Text("state") ?? "open"}&per_page={Number(call.Number("most", 30))}"
            + (call.Text("assignee") is { } person ? $"&assignee={Uri.EscapeDataString(person)}" : "")
            + (call.Text("label") is { } label ? $"&labels={Uri.EscapeDataString(label)}" : "");
        var issues = await call.SendAsync(HttpMethod.Get, query);
        return new { issues = issues.EnumerateArray().Where(IsIssue).Select(ProjectCall.Shown).ToList() };
    }

    private static async Task<object> ProgressAsync(ProjectCall call)
    {
        var label = call.Text("label") is { } only ? $"&labels={Uri.EscapeDataString(only)}" : "";
        var all = new List<JsonElement>();
        var pages = 0;
        JsonElement page;
        do
        {
            page = await call.SendAsync(HttpMethod.Get, $"issues?state=all&per_page={PageSize}&page={Number(++pages)}{label}");
            all.AddRange(page.EnumerateArray().Where(IsIssue));
        }
        while (page.GetArrayLength() == PageSize && pages < MostPages);
        var closed = all.Count(static issue => issue.GetProperty("state").GetString() == "closed");
        var byStatus = all.SelectMany(ProjectCall.Labels).Where(static name => name.StartsWith(StatusLabel, StringComparison.Ordinal))
            .GroupBy(static name => name[StatusLabel.Length..], StringComparer.Ordinal).ToDictionary(static g => g.Key, static g =>
                g.Count(), StringComparer.Ordinal);
        return new { total = all.Count, open = all.Count - closed, closed, byStatus, more = page.GetArrayLength() == PageSize };
    }

    private static async Task CommentAsync(ProjectCall call, string place)
    {
        if (call.Text("comment") is not { Length: > 0 } comment)
        {
            return;
        }

        var since = call.Context.Time.GetUtcNow().AddDays(-7).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var told = await call.SendAsync(HttpMethod.Get, $"{place}/comments?per_page={PageSize}&since={since}");
        if (!told.EnumerateArray().Any(one => Holds(one, call.Mark)))
        {
            await call.SendAsync(HttpMethod.Post, $"{place}/comments", new JsonObject { ["body"] = $"{comment}\n\n{call.Mark}" });
        }
    }

    private static string Place(ProjectCall call) => $"issues/{Number(call.Number("number", 0))}";

    // The API lists pull requests among the issues.
    private static bool IsIssue(JsonElement issue) => !issue.TryGetProperty("pull_request", out _);

    private static bool Holds(JsonElement entry, string mark) =>
        entry.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String && body.GetString()!.Contains(mark, StringComparison.Ordinal);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
