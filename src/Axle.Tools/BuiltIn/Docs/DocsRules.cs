using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Docs;

/// <summary>When documentation is worth a finding.</summary>
internal static class DocsRules
{
    private const int OldDays = 365;

    private static readonly string[] Manifests =
    [
        "package.json", "pyproject.toml", "setup.py", "setup.cfg", "Cargo.toml", "go.mod", "pom.xml", "build.gradle", "build.gradle.kts", "Gemfile", "composer.json",
        "mix.exs", "Package.swift", "pubspec.yaml", "CMakeLists.txt", "meson.build", "configure.ac", "Makefile",
    ];

    private const int EnoughMembers = 50;

    /// <summary>Findings for usual files that are not there, at the file that stands for the workspace: its README or its manifest.</summary>
    /// <param name="present">The usual files by their kind; null for one that is not there.</param>
    /// <param name="tree">All files.</param>
    /// <param name="isRepository">Whether it is a working copy; an unpacked archive or an installed package often leaves such files out.</param>
    public static IEnumerable<Finding> Missing(IReadOnlyDictionary<string, string?> present, SourceTree tree, bool isRepository)
    {
        string place = present["readme"] ?? Manifest(tree) ?? ".";
        if (present["readme"] is null)
        {
            yield return Absent("docs.no-readme", isRepository ? Severity.Medium : Severity.Low, place, "The workspace as a whole: there is no README at its top.", "A newcomer cannot tell what this is, how to build it and how to use it.",
                "Write a README: what it is for, one command to build, one example.");
        }

        if (present["license"] is null)
        {
            yield return Absent("docs.no-license", isRepository ? Severity.Low : Severity.Info, place, "The workspace as a whole: there is no licence file at its top.", "Without a licence nobody outside may use the code.",
                "Add a LICENSE file, or say in the README that the code is not for use by others.");
        }

        if (present["continuousIntegration"] is null)
        {
            yield return Absent("docs.no-ci", isRepository ? Severity.Low : Severity.Info, place, "The workspace as a whole: no configuration of a continuous integration service was found.", "Nobody builds and tests a change before it is merged.",
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
        return new Finding("docs.leftover-note", marker.Kind is "FIXME" or "BUG" && old ? Severity.Low : Severity.Info, 0.95, marker.File, marker.Line, marker.Line,
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

    // The manifest at the top, a solution before all; without one a file that people wrote and see, nearest to the top.
    private static string? Manifest(SourceTree tree)
    {
        var top = tree.Files.Where(f => f.Folder.Length == 0).ToList();
        return (top.FirstOrDefault(f => f.Name.EndsWith(".slnx", StringComparison.Ordinal) || f.Name.EndsWith(".sln", StringComparison.Ordinal))
            ?? top.Where(f => Manifests.Contains(f.Name)).MinBy(f => Array.IndexOf(Manifests, f.Name))
            ?? tree.Files.Where(f => !f.Path.StartsWith('.') && !f.Path.Contains("/.", StringComparison.Ordinal))
            .MinBy(f => (f.IsGenerated, f.Path.Count(c => c == '/')))
            ?? (tree.Files.Count > 0 ? tree.Files[0] : null))?.Path;
    }

    private static Finding Absent(string rule, Severity severity, string file, string message, string why, string remedy) =>
        new(rule, severity, 0.9, file, 1, 1, message, why, remedy);
}
