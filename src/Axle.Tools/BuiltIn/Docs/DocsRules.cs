using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Docs;

/// <summary>When documentation is worth a finding.</summary>
internal static class DocsRules
{
    private const int OldDays = 365;
    private const int EnoughMembers = 50;

    private static readonly string[] Manifests =
        ["package.json", "go.mod", "Cargo.toml", "pyproject.toml", "setup.py", "pom.xml", "build.gradle", "build.gradle.kts", "composer.json", "Gemfile", "CMakeLists.txt", "Makefile"];

    /// <summary>Findings for usual files that are not there, at the README or another file at the top of the workspace.</summary>
    public static IEnumerable<Finding> Missing(IReadOnlyDictionary<string, string?> present, SourceTree tree, bool isCheckout)
    {
        string place = present["readme"] ?? Front(tree);
        if (present["readme"] is null)
        {
            yield return Absent("docs.no-readme", Severity.Medium, place, "There is no README at the top of the workspace.", "A newcomer cannot tell what this is, how to build it and how to use it.",
                "Write a README: what it is for, one command to build, one example.");
        }

        if (present["license"] is null)
        {
            yield return Absent("docs.no-license", Severity.Low, place, "There is no licence file at the top of the workspace.", "Without a licence nobody outside may use the code.",
                "Add a LICENSE file, or say in the README that the code is not for use by others.");
        }

        if (present["continuousIntegration"] is null)
        {
            yield return Absent("docs.no-ci", isCheckout ? Severity.Low : Severity.Info, place, "No configuration of a continuous integration service was found.",
                isCheckout ? "Nobody builds and tests a change before it is merged." : "Where the project has none, nobody builds and tests a change before it is merged. Unpacked sources often come without it.",
                "Add a pipeline that builds and tests every change.");
        }
    }

    /// <summary>A link whose target does not exist.</summary>
    public static Finding BrokenLink(SourceFile file, int line, string target) =>
        new("docs.broken-link", Severity.Low, 0.9, file.Path, line, line, $"The link to '{target}' leads to no file.", "A reader who follows it finds nothing.",
            "Correct the path or remove the link.", "markdown");

    /// <summary>A note left in a comment.</summary>
    public static Finding Marker(MarkerFact marker)
    {
        string age = marker.AgeDays is { } days ? $", {days} days old" : "";
        bool old = marker.AgeDays > OldDays;
        return new Finding("docs.leftover-note", marker.Kind is "FIXME" or "BUG" || old ? Severity.Low : Severity.Info, 0.95, marker.File, marker.Line, marker.Line,
            $"A note is left in a comment{age}: \"{marker.Text}\".", "Work that only a comment remembers is not planned by anyone.", "Do it, or move it to the issue tracker and name the issue here.");
    }

    /// <summary>A finding when most public members lack a documentation comment.</summary>
    public static IEnumerable<Finding> Ratio(IReadOnlyList<SourceFile> files, IReadOnlyList<(int Members, int Documented)> ratios)
    {
        int members = ratios.Sum(r => r.Members);
        int documented = ratios.Sum(r => r.Documented);
        if (members >= EnoughMembers && documented * 10 < members * 3)
        {
            var worst = files.Zip(ratios).MaxBy(p => p.Second.Members - p.Second.Documented).First;
            yield return new Finding("docs.undocumented-api", Severity.Low, 0.7, worst.Path, 1, 1, $"{documented} of {members} public types and functions have a documentation comment; this file lacks most.",
                "Users of the code must read it to use it.", "Document what is public, starting with what is used most.", worst.Language?.Id);
        }
    }

    // A finding needs a file to stand at: what a reader opens first is better than what comes first in the alphabet.
    private static string Front(SourceTree tree) =>
        Manifests.FirstOrDefault(m => tree.Files.Any(f => f.Path == m))
        ?? tree.Files.OrderBy(f => f.IsGenerated).ThenBy(f => f.Path.Count(c => c == '/')).ThenBy(f => f.Name.StartsWith('.')).ThenBy(f => f.Path, StringComparer.Ordinal).FirstOrDefault()?.Path
        ?? ".";

    private static Finding Absent(string rule, Severity severity, string file, string message, string why, string remedy) =>
        new(rule, severity, 0.9, file, 1, 1, message, why, remedy);
}
