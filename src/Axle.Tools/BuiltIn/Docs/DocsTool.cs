using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Code;
using Axle.Tools.BuiltIn.Git;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Docs;

/// <summary>Takes stock of what explains the code: usual files, links, documentation comments, notes left in comments.</summary>
public sealed partial class DocsTool : ITool
{
    private const int MostMarkers = 300;
    private const int MostBlamed = 40;

    private static readonly (string Key, string[] Starts)[] Usual =
    [
        ("readme", ["readme"]), ("license", ["license", "licence", "copying", "unlicense"]), ("changelog", ["changelog", "changes", "history", "news", "releases"]), ("contributing", ["contributing"]),
    ];

    private static readonly string[] Ci =
        [".github/workflows/", ".gitlab-ci.yml", "azure-pipelines.yml", "Jenkinsfile", ".circleci/", ".travis.yml", "appveyor.yml", ".drone.yml", "bitbucket-pipelines.yml", ".ci/", ".woodpecker", ".buildkite/"];

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "docs.inventory", "Looks for README, licence, changelog, contributing guide and CI configuration, broken relative links, undocumented public members and notes left in comments.", ToolSchema.Of());

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var tree = await SourceTree.LoadAsync(context.Workspace, null, cancellationToken);
        var selection = SourceSelection.Pick(tree, SourceSelection.Text(arguments, "path"), SourceRoles.Generated | SourceRoles.Vendored, null);
        var present = Present(tree);
        var (links, broken) = Links(context.Workspace, selection.Files);
        var markers = selection.Files.Where(f => !f.IsTest && !f.IsExample && f.Language is { IsCode: true }).SelectMany(MarkerScanner.Of).ToList();
        var listed = await WithAgeAsync(context, markers.Take(MostMarkers).ToList(), cancellationToken);
        var ratios = selection.Files.Select(DocumentationRatio.Of).ToList();
        var summary =
            new DocsSummary(selection.Files.Count, selection.Skipped, links, broken.Count, markers.Count, ratios.Sum(r => r.Members),
                ratios.Sum(r => r.Documented));
        var findings = DocsRules.Missing(present, tree, Checkout.Is(context.Workspace)).Concat(broken)
            .Concat(listed.Select(DocsRules.Marker)).Concat(DocsRules.Ratio(selection.Files, ratios));
        return FindingJson.ToElement(
            new DocsReport(summary, present, listed, FindingOrder.Worst(findings, SourceSelection.Number(arguments, "maxFindings", ToolSchema.Findings))));
    }

    private static Dictionary<string, string?> Present(SourceTree tree)
    {
        var near = tree.Files.Where(f => f.Folder is "" or ".github" or "docs" or "LICENSES").OrderBy(f => f.Folder.Length).ToList();
        var present = Usual.ToDictionary(
            u => u.Key, u => near.FirstOrDefault(f => u.Starts.Any(s => f.Name.StartsWith(s, StringComparison.OrdinalIgnoreCase)))?.Path,
                StringComparer.Ordinal);
        present["continuousIntegration"] = tree.Files.FirstOrDefault(f => Ci.Any(c => f.Path.StartsWith(c, StringComparison.Ordinal)))?.Path;
        return present;
    }

    private static (int Links, List<Finding> Broken) Links(string workspace, IReadOnlyList<SourceFile> files)
    {
        var broken = new List<Finding>();
        int links = 0;
        foreach (var file in files.Where(f => f.Language?.Id == "markdown" && !f.IsTest))
        {
            foreach (var (target, line) in MarkdownLinks.Of(file))
            {
                links++;
                if (MarkdownLinks.Resolve(file, target) is { Length: > 0 } path
                    && !Path.Exists(Path.Combine(workspace, path)) && !Path.Exists(Path.Combine(workspace, path + ".md")))
                {
                    broken.Add(DocsRules.BrokenLink(file, line, target));
                }
            }
        }

        return (links, broken);
    }

    private static async Task<IReadOnlyList<MarkerFact>> WithAgeAsync(ToolContext context, List<MarkerFact> markers, CancellationToken cancellationToken)
    {
        var dated = new List<MarkerFact>(markers.Count);
        var now = context.Time.GetUtcNow();
        bool git = true;
        for (int i = 0; i < markers.Count; i++)
        {
            int? age = null;
            if (git && i < MostBlamed)
            {
                string range = string.Create(CultureInfo.InvariantCulture, $"{markers[i].Line},{markers[i].Line}");
                var answer = await GitProgram.RunAsync(context.Workspace, ["blame", "--porcelain", "-L", range, "--", markers[i].File], cancellationToken);
                git = answer is { Succeeded: true } || (answer is not null && i > 0);
                var match = answer is { Succeeded: true } ? CommitterTime().Match(answer.Output) : Match.Empty;
                age = match.Success
                    ? Math.Max(0,
                        (int)(now - DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))).TotalDays) : null;
            }

            dated.Add(markers[i] with { AgeDays = age });
        }

        return dated;
    }

    [GeneratedRegex(@"^committer-time (\d{1,12})$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex CommitterTime();
}
