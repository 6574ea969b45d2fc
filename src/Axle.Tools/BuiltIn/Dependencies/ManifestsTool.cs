using System.Text.Json;
using Axle.Tools.BuiltIn.Review;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary><c>dependencies.manifests</c>: what the workspace depends on, by its manifests, and what is risky about how it says
/// so.</summary>
public sealed class ManifestsTool : ITool
{
    private const int MaxDependencies = 2_000;
    private const string NoDatabase =
        "Read from the manifests only: no registry was asked and no vulnerability database was consulted. `dep.superseded` comes from a short built-in table.";

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "dependencies.manifests",
        "Reads the dependency manifests of 12 ecosystems: packages with version, scope, file and line; loose versions, URL sources, conflicts, missing lock files, install scripts.",
        ReviewArguments.Schema);

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var wanted = ReviewArguments.From(arguments);
        var tree = await SourceTree.LoadAsync(context.Workspace, cancellationToken: cancellationToken);
        var paths = tree.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var central = paths.Contains("Directory.Packages.props");
        var contents = new List<(ManifestContent Content, string? Lowered)>();
        foreach (var file in tree.Under(wanted.Path).Where(f => !f.IsVendored))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ManifestReaders.For(file.Path)?.Invoke(file.Path, file.Text) is { } content)
                contents.Add((content, file.Lowered()));
        }

        var own = contents.Where(c => c.Lowered is null).Select(c => c.Content).ToList();
        var findings = contents.SelectMany(c => Judge(c.Content, c.Lowered, paths, central)).Concat(VersionConflicts.Find(own));
        var dependencies = contents.SelectMany(c => c.Content.Dependencies).ToList();
        var (shown, summary) = FindingSummary.Take(findings, wanted.Limit);
        return FindingJson.ToElement(new ManifestsReport(
            [.. contents.Select(c => c.Content)
                .Select(c => new Manifest(c.File, c.Ecosystem, c.Name, c.IsApplication, LockFileOf(c, paths), c.Dependencies.Count))],
            [.. dependencies.Take(MaxDependencies)], dependencies.Count,
            dependencies.GroupBy(d => d.Ecosystem, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g =>
                g.Select(d => d.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count(), StringComparer.Ordinal),
            shown, summary, NoDatabase));
    }

    private static IEnumerable<Finding> Judge(ManifestContent content, string? lowered, HashSet<string> paths, bool central)
    {
        foreach (var finding in content.Findings)
            yield return lowered is null ? finding
                : finding with { Severity = Severity.Info, Why = $"{finding.Why} Lowered to info: {lowered}." };
        foreach (var dependency in content.Dependencies)
        {
            if (SupersededPackages.Find(content.Ecosystem, dependency.Name) is { } known && dependency.Scope is not "peer")
                yield return DependencyRules.Superseded.At(Place(dependency), $"'{dependency.Name}' is {known.Fact}.", known.Severity,
                    lowered: lowered);
            if (content.Ecosystem is "nuget" && dependency.Spec is null && !central && !content.VersionsElsewhere &&
                content.File.EndsWith("proj", StringComparison.Ordinal) &&
                !paths.Any(p => p.EndsWith("/Directory.Packages.props", StringComparison.Ordinal) ||
                p.EndsWith("Directory.Build.targets", StringComparison.Ordinal)))
                yield return DependencyRules.Unpinned.At(Place(dependency), $"'{dependency.Name}' has no version.", Severity.Low, 0.7,
                    lowered);
        }

        if (content.IsApplication && !content.VersionsElsewhere && content.Ecosystem is not ("nuget" or "maven") &&
            content.Dependencies.Any(d => d.Scope is "runtime") && LockFileOf(content, paths) is null)
            yield return DependencyRules.MissingLock.At(new Place(content.File, 1, 1, null),
                $"The application '{content.Name ?? content.File}' has no lock file ({string.Join(", ", ManifestReaders.LockFiles[content.Ecosystem].Take(3))}).",
                content.Ecosystem is "pypi" ? Severity.Low : null, lowered: lowered);
    }

    /// <summary>The lock file in the manifest's directory or the nearest one above.</summary>
    private static string? LockFileOf(ManifestContent content, HashSet<string> paths)
    {
        if (!ManifestReaders.LockFiles.TryGetValue(content.Ecosystem, out var names))
            return null;
        for (var directory = Path.GetDirectoryName(content.File)?.Replace('\\',
            '/'); directory is not null; directory = directory.Length == 0 ? null : Path.GetDirectoryName(directory)?.Replace('\\', '/'))
        {
            foreach (var name in names)
            {
                var candidate = directory.Length == 0 ? name : $"{directory}/{name}";
                if (paths.Contains(candidate))
                    return candidate;
            }
        }

        return null;
    }

    private static Place Place(Dependency dependency) => new(dependency.File, dependency.Line, dependency.Line, null);
}
