using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>Finds packages that manifests of one workspace ask for in different versions.</summary>
internal static class VersionConflicts
{
    public static IEnumerable<Finding> Find(IEnumerable<ManifestContent> contents)
    {
        var declared = contents.Where(c => c.Ecosystem is not "debian").SelectMany(c => c.Dependencies)
            .Where(d => d.Spec is not null && d.Scope is not ("peer" or "build") && !IsLocal(d.Spec))
            .GroupBy(d => (d.Ecosystem, Name: Canonical(d.Ecosystem, d.Name)));
        foreach (var group in declared)
        {
            // One manifest may ask twice on purpose (markers, target tables); across manifests it is a disagreement.
            var byFile = group.GroupBy(d => d.File, StringComparer.Ordinal).Select(g => g.First()).ToList();
            var versions = byFile.Select(d => Plain(d.Spec!)).Distinct(StringComparer.Ordinal).ToList();
            if (byFile.Count < 2 || versions.Count < 2)
                continue;
            var odd = byFile.OrderBy(d => byFile.Count(o => Plain(o.Spec!) == Plain(d.Spec!)))
                .ThenBy(d => d.File, StringComparer.Ordinal).First();
            var other = byFile.First(d => Plain(d.Spec!) != Plain(odd.Spec!));
            yield return DependencyRules.Conflict.At(
                new Place(odd.File, odd.Line, odd.Line, null),
                $"'{odd.Name}' is {odd.Spec} here but {other.Spec} in {other.File}:{other.Line}{(versions.Count > 2 ? $" ({versions.Count} different versions in all)" : "")}.");
        }
    }

    private static bool IsLocal(string spec) =>
        spec.StartsWith("file:", StringComparison.Ordinal) || spec.StartsWith("link:", StringComparison.Ordinal) ||
        spec.StartsWith("workspace:", StringComparison.Ordinal) || spec.StartsWith("${", StringComparison.Ordinal) ||
            spec.StartsWith("$(", StringComparison.Ordinal) || spec is "*";

    private static string Plain(string spec) => spec.Replace(" ", "", StringComparison.Ordinal);

    private static string Canonical(string ecosystem, string name) =>
        ecosystem is "pypi" ? name.ToLowerInvariant().Replace('_', '-').Replace('.', '-') : ecosystem is "nuget"
            ? name.ToLowerInvariant() : name;
}
