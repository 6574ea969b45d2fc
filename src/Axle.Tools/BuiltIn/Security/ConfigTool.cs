using System.Text.Json;
using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.BuiltIn.Patterns;
using Axle.Tools.BuiltIn.Review;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary><c>security.config</c>: weak configuration of containers, clusters, builds, servers and frameworks.</summary>
public sealed class ConfigTool : ITool
{
    private static readonly Lazy<PatternRuleSet> Loaded = new(() => PatternRuleSet.Load("security.config."));

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "security.config",
        "Finds weak configuration: Dockerfiles, compose, Kubernetes, GitHub Actions, Terraform, nginx, framework settings, .env files.",
        ReviewArguments.Schema);

    /// <summary>The rules of the table, for the tests that prove each by its own examples.</summary>
    internal static PatternRuleSet Rules => Loaded.Value;

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var wanted = ReviewArguments.From(arguments);
        var tree = await SourceTree.LoadAsync(context.Workspace, cancellationToken: cancellationToken);
        var (findings, looked) = (new List<Finding>(), 0);
        var languages = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in tree.Under(wanted.Path).Where(f => f.IsOwn()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = new ConfigFindings(file);
            var isConfiguration = Scan(file, found);
            findings.AddRange(found.All);
            if (file.Language is not null && Rules.For(file.Language) is not null)
            {
                isConfiguration = true;
                findings.AddRange(PatternMatcher.Run(Rules, new TokenFile(file.Path, file.Text, file.Language), file.Lowered()));
            }

            if (!isConfiguration)
                continue;
            looked++;
            var language = file.Language?.Id ?? "other";
            languages[language] = languages.GetValueOrDefault(language) + 1;
        }

        var (shown, summary) = FindingSummary.Take(findings, wanted.Limit);
        return FindingJson.ToElement(new FindingsReport(looked, languages, Rules.Rules.Count, shown, summary));
    }

    private static bool Scan(SourceFile file, ConfigFindings found)
    {
        switch (file)
        {
            case { Language.Id: "dockerfile" }:
                DockerScan.Run(found);
                return true;
            case { Language.Id: "terraform" }:
                SettingsScan.Terraform(found);
                return true;
            case { Name: ".env" } or { Language.Id: "dotenv" } when !file.Name.Contains("example", StringComparison.OrdinalIgnoreCase) &&
                !file.Name.Contains("sample", StringComparison.OrdinalIgnoreCase) &&
                !file.Name.Contains("template", StringComparison.OrdinalIgnoreCase):
                SettingsScan.Env(found);
                return true;
            case { Language.Id: "yaml" }:
                return Yaml(file, found);
            case { Name: "package.json" } when JsonLines.Read(file.Text) is { } root:
                SettingsScan.PackageScripts(found, root);
                return true;
            case { Name: var name } when name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) &&
                JsonLines.Read(file.Text) is { } root:
                SettingsScan.AppSettings(found, root);
                return true;
            default:
                return false;
        }
    }

    private static bool Yaml(SourceFile file, ConfigFindings found)
    {
        var compose = file.Name.StartsWith("docker-compose", StringComparison.OrdinalIgnoreCase) ||
            file.Name.StartsWith("compose.", StringComparison.OrdinalIgnoreCase);
        var workflow = file.Path.StartsWith(".github/workflows/", StringComparison.Ordinal) ||
            file.Path.Contains("/.github/workflows/", StringComparison.Ordinal);
        var cluster = file.Text.Contains("apiVersion:", StringComparison.Ordinal) && file.Text.Contains("kind:", StringComparison.Ordinal);
        if (!compose && !workflow && !cluster)
            return false;
        foreach (var document in YamlLines.Read(file.Text))
        {
            if (workflow)
                ActionsScan.Run(found, document);
            else if (compose)
                ContainerScan.Compose(found, document);
            else
                ContainerScan.Kubernetes(found, document);
        }

        return true;
    }
}
