using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>Go, Rust and Swift.</summary>
internal static partial class NativeManifests
{
    public static ManifestContent GoMod(string path, string text)
    {
        var content = new ManifestContent(path, "go");
        var block = "";
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split("//")[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is [])
                continue;
            if (words is [")"])
                block = "";
            else if (words is [_, "("])
                block = words[0];
            else if (words is ["module", var module])
                content.Name = module;
            else
                GoLine(content, block.Length > 0 ? [block, .. words]
                    : words, lines[i].Contains("// indirect", StringComparison.Ordinal), i + 1);
        }

        return content;
    }

    public static ManifestContent Cargo(string path, string text)
    {
        var root = TomlLines.Read(text);
        var package = root["package"];
        var content = new ManifestContent(path, "cargo")
        {
            Name = package?.TextOf("name"),
            IsApplication = root["bin"] is not null &&
            root["lib"] is null
        };
        foreach (var (table, scope) in CargoTables(root))
        {
            foreach (var entry in table.Children)
                CargoEntry(content, entry, scope);
        }

        if (package?["name"] is { } name && package["license"] is null && package["license-file"] is null &&
            package["publish"]?.IsFalse != true)
            content.Report(DependencyRules.NoLicence, name.Line, $"The crate '{content.Name}' names no licence.");
        return content;
    }

    public static ManifestContent SwiftPackage(string path, string text)
    {
        var content = new ManifestContent(path, "swift");
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().TrimStart().StartsWith("//") || SwiftDependency().Match(lines[i]) is not { Success: true } match)
                continue;
            var url = match.Groups["url"].Value;
            var rest = lines[i][(match.Index + match.Length)..];
            content.Add(url, SwiftVersion().Match(rest) is { Success: true } version ? version.Groups[1].Value : null, "runtime", i + 1);
            if (url.StartsWith("http://", StringComparison.Ordinal))
                content.Report(DependencyRules.PlainHttp, i + 1, $"'{url}' is fetched over plain http.");
            else if (rest.Contains("branch", StringComparison.Ordinal))
                content.Report(DependencyRules.Unpinned, i + 1, $"'{url}' follows a branch.");
        }

        return content;
    }

    private static void GoLine(ManifestContent content, string[] words, bool indirect, int line)
    {
        if (words is ["require", var name, var version, ..])
            content.Add(name, version, indirect ? "optional" : "runtime", line);
        // Only a path leaves the module world: "./fork" or "../fork"; one inside the repository is a normal multi-module layout.
        else if (words is ["replace", var replaced, .., "=>", var target] && target.StartsWith("..", StringComparison.Ordinal) &&
            target.Split('/').Count(p => p == "..") > content.File.Count(c => c == '/'))
            content.Report(DependencyRules.UrlSource, line,
                $"'{replaced}' is replaced by the local path {target} outside the repository, which others do not have.");
    }

    private static IEnumerable<(DataNode Table, string Scope)> CargoTables(DataNode root)
    {
        foreach (var holder in root["target"]?.Children.Prepend(root) ?? [root])
        {
            if (holder["dependencies"] is { } runtime)
                yield return (runtime, "runtime");
            if (holder["dev-dependencies"] is { } dev)
                yield return (dev, "dev");
            if (holder["build-dependencies"] is { } build)
                yield return (build, "build");
        }

        if (root.Find("workspace", "dependencies") is { } shared)
            yield return (shared, "runtime");
    }

    private static void CargoEntry(ManifestContent content, DataNode entry, string scope)
    {
        var spec = entry.Text ?? entry.TextOf("version");
        content.Add(entry.TextOf("package") ?? entry.Key ?? "", spec, scope, entry.Line);
        if (entry["git"] is { Text: { } git })
            content.Report(DependencyRules.UrlSource, entry.Line, $"'{entry.Key}' comes from the git repository {git}.",
                entry["rev"] is not null ? Severity.Info : null);
        else if (spec is "*")
            content.Report(DependencyRules.Unpinned, entry.Line, $"'{entry.Key}' accepts any version (*).");
    }

    [GeneratedRegex(@"\.package\([^)]*?url:\s*""(?<url>[^""]+)""")]
    private static partial Regex SwiftDependency();

    [GeneratedRegex(@"""([^""]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex SwiftVersion();
}
