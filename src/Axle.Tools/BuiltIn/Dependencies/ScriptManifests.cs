using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>Ruby, PHP, Dart, Elixir and Debian packages.</summary>
internal static partial class ScriptManifests
{
    public static ManifestContent Gemfile(string path, string text)
    {
        var content = new ManifestContent(path, "rubygems") { IsApplication = !text.Contains("gemspec", StringComparison.Ordinal) };
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Source().Match(lines[i]) is { Success: true } source)
                content.Report(DependencyRules.PlainHttp, i + 1, $"The gem source {source.Groups[1].Value} is read over plain http.");
            if (Gem().Match(lines[i]) is not { Success: true } gem)
                continue;
            content.Add(gem.Groups["name"].Value, gem.Groups["version"].Value, "runtime", i + 1);
            if (GemGit().IsMatch(lines[i]))
                content.Report(DependencyRules.UrlSource, i + 1, $"The gem '{gem.Groups["name"].Value}' comes from a git repository.",
                    lines[i].Contains("ref:", StringComparison.Ordinal) ? Severity.Info : null);
        }

        return content;
    }

    public static ManifestContent? Composer(string path, string text)
    {
        if (JsonLines.Read(text) is not { Kind: DataKind.Map } root)
            return null;
        var content = new ManifestContent(path, "packagist")
        {
            Name = root.TextOf("name"),
            IsApplication = root.TextOf("type") is "project"
        };
        foreach (var (field, scope) in new[] { ("require", "runtime"), ("require-dev", "dev") })
        {
            foreach (var entry in root[field]?.Children ?? [])
            {
                // PHP itself and its extensions are the platform, not packages.
                if (entry.Key is not { } name || !name.Contains('/', StringComparison.Ordinal))
                    continue;
                content.Add(name, entry.Text, scope, entry.Line);
                if (entry.Text is "*" || entry.Text?.StartsWith("dev-", StringComparison.Ordinal) == true)
                    content.Report(DependencyRules.Unpinned, entry.Line,
                        $"'{name}' accepts {(entry.Text is "*" ? "any version (*)" : $"whatever is on a branch ({entry.Text})")}.",
                        scope is "dev" ? Severity.Low : null);
            }
        }

        if (root["name"] is { } own && root["license"] is null && !content.IsApplication)
            content.Report(DependencyRules.NoLicence, own.Line, $"The package '{content.Name}' has no license field.");
        return content;
    }

    public static ManifestContent? Pubspec(string path, string text)
    {
        if (YamlLines.Read(text) is not [{ Kind: DataKind.Map } root, ..])
            return null;
        var content = new ManifestContent(path, "pub") { Name = root.TextOf("name"), IsApplication = root.TextOf("publish_to") is "none" };
        foreach (var (field, scope) in new[] { ("dependencies", "runtime"), ("dev_dependencies", "dev") })
        {
            foreach (var entry in root[field]?.Children ?? [])
            {
                if (entry["sdk"] is not null)
                    continue;
                content.Add(entry.Key ?? "", entry.Text ?? entry.TextOf("version"), scope, entry.Line);
                if (entry["git"] is { } git)
                    content.Report(DependencyRules.UrlSource, entry.Line,
                        $"'{entry.Key}' comes from the git repository {git.Text ?? git.TextOf("url")}.", git["ref"] is not null
                        ? Severity.Low : null);
                else if (entry.Text is "any")
                    content.Report(DependencyRules.Unpinned, entry.Line, $"'{entry.Key}' accepts any version (any).", scope is "dev"
                        ? Severity.Low : null);
            }
        }

        return content;
    }

    public static ManifestContent Mix(string path, string text)
    {
        var content = new ManifestContent(path, "hex");
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().TrimStart().StartsWith("#") || MixDependency().Match(lines[i]) is not { Success: true } match)
                continue;
            var (name, spec) = (match.Groups["name"].Value, match.Groups["version"].Value);
            var dev = lines[i].Contains("only:", StringComparison.Ordinal);
            content.Add(name, spec, dev ? "dev" : "runtime", i + 1);
            if (match.Groups["git"].Success)
                content.Report(DependencyRules.UrlSource, i + 1, $"'{name}' comes from a git repository.",
                    lines[i].Contains("ref:", StringComparison.Ordinal) ||
                    lines[i].Contains("tag:", StringComparison.Ordinal) ? Severity.Info : null);
            else if (spec is ">= 0.0.0")
                content.Report(DependencyRules.Unpinned, i + 1, $"'{name}' accepts any version ({spec}).", dev ? Severity.Low : null);
        }

        return content;
    }

    public static ManifestContent DebianControl(string path, string text)
    {
        var content = new ManifestContent(path, "debian") { VersionsElsewhere = true };
        var field = "";
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.StartsWith('#'))
                continue;
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var at)
                (field, line) = (line[..at], line[(at + 1)..]);
            if (field is "Source")
                content.Name ??= line.Trim();
            if (field is not ("Build-Depends" or "Build-Depends-Indep" or "Depends" or "Recommends" or "Pre-Depends"))
                continue;
            foreach (var item in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (DebianDependency().Match(item) is { Success: true } match)
                    content.Add(match.Groups["name"].Value, match.Groups["version"].Value,
                        field.StartsWith("Build", StringComparison.Ordinal) ? "build" : "runtime", i + 1);
            }
        }

        return content;
    }

    [GeneratedRegex(@"^\s*source\s*\(?\s*['""](http://[^'""]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Source();

    [GeneratedRegex(@"^\s*gem\s*\(?\s*['""](?<name>[\w.\-]+)['""](?:\s*,\s*['""](?<version>[^'""]+)['""])?", RegexOptions.NonBacktracking)]
    private static partial Regex Gem();

    [GeneratedRegex(@"\b(git|github)(:|\s*=>)", RegexOptions.NonBacktracking)]
    private static partial Regex GemGit();

    [GeneratedRegex(@"\{\s*:(?<name>\w+)\s*,\s*(?:""(?<version>[^""]+)""|(?<git>(?:git|github):))", RegexOptions.NonBacktracking)]
    private static partial Regex MixDependency();

    [GeneratedRegex(@"^(?<name>[a-z0-9][a-z0-9+.\-]+)(?::\w+)?\s*(?:\((?<version>[^)]+)\))?", RegexOptions.NonBacktracking)]
    private static partial Regex DebianDependency();
}
