using System.Text.RegularExpressions;
using System.Xml.Linq;
using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>Maven and Gradle.</summary>
internal static partial class JvmManifests
{
    public static ManifestContent? Pom(string path, string text)
    {
        if (XmlLines.Read(text) is not { } root)
            return null;
        var content = new ManifestContent(path, "maven")
        {
            Name = root.Child("artifactId")?.Value,
            IsApplication = root.Child("packaging")?.Value is "war" or "ear"
        };
        var properties = root.Child("properties")?.Elements().GroupBy(e => e.Name.LocalName)
            .ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal) ?? [];
        foreach (var dependency in root.Named("dependency").Concat(root.Named("plugin")))
        {
            if (dependency.Child("artifactId")?.Value.Trim() is not { Length: > 0 } artifact)
                continue;
            var plugin = dependency.Name.LocalName is "plugin";
            var name = $"{dependency.Child("groupId")?.Value.Trim() ?? (plugin ? "org.apache.maven.plugins" : "?")}:{artifact}";
            var spec = Resolve(dependency.Child("version")?.Value.Trim(), properties);
            content.Add(name, spec, plugin ? "build" : dependency.Child("scope")?.Value.Trim() is "test" ? "test"
                : "runtime", dependency.Line());
            if (spec is "LATEST" or "RELEASE")
                content.Report(DependencyRules.Unpinned, dependency.Child("version")!.Line(), $"'{name}' takes the version {spec}.");
            else if (spec is not null && OpenRange().IsMatch(spec))
                content.Report(DependencyRules.Unpinned, dependency.Child("version")!.Line(), $"'{name}' has no upper bound ({spec}).",
                    Severity.Low);
        }

        foreach (var url in root.Named("repository").Concat(root.Named("pluginRepository")).Select(r => r.Child("url")).OfType<XElement>())
            PlainHttp(content, url.Value.Trim(), url.Line());
        return content;
    }

    public static ManifestContent Gradle(string path, string text)
    {
        var content = new ManifestContent(path, "maven") { IsApplication = GradleApplication().IsMatch(text) };
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().TrimStart().StartsWith("//"))
                continue;
            if (GradleDependency().Match(lines[i]) is { Success: true } match)
            {
                var (name, spec) = ($"{match.Groups["group"].Value}:{match.Groups["name"].Value}", match.Groups["version"].Value);
                content.Add(name, spec, match.Groups["scope"].Value.Contains("est", StringComparison.Ordinal) ? "test" : "runtime", i + 1);
                if (spec.EndsWith('+') || spec.StartsWith("latest.", StringComparison.Ordinal))
                    content.Report(DependencyRules.Unpinned, i + 1, $"'{name}' has the floating version {spec}.");
            }

            if (GradleUrl().Match(lines[i]) is { Success: true } url)
                PlainHttp(content, url.Groups[1].Value, i + 1);
        }

        return content;
    }

    private static void PlainHttp(ManifestContent content, string url, int line)
    {
        if (url.StartsWith("http://", StringComparison.Ordinal) && Uri.TryCreate(url, UriKind.Absolute, out var uri) && !uri.IsLoopback)
            content.Report(DependencyRules.PlainHttp, line, $"The repository {uri.Host} is read over plain http.");
    }

    private static string? Resolve(string? spec, Dictionary<string, string> properties) =>
        spec is ['$', '{', .. var name, '}'] && properties.TryGetValue(name, out var value) ? value.Trim() : spec;

    [GeneratedRegex(@"^[\[(][^,]*,\s*[\])]$", RegexOptions.NonBacktracking)]
    private static partial Regex OpenRange();

    [GeneratedRegex(@"^\s*(?<scope>\w*(?:[iI]mplementation|[cC]ompile|[cC]ompileOnly|[rR]untimeOnly|[aA]pi|classpath|kapt|ksp|[aA]nnotationProcessor))\b[\s(]+(?:platform\()?['""](?<group>[\w.\-]+):(?<name>[\w.\-]+)(?::(?<version>[^'"":@]+))?", RegexOptions.NonBacktracking)]
    private static partial Regex GradleDependency();

    [GeneratedRegex(@"\burl\s*(?:=|\(|\s)\s*(?:uri\()?['""](http://[^'""]+)", RegexOptions.NonBacktracking)]
    private static partial Regex GradleUrl();

    [GeneratedRegex(@"\b(com\.android\.application|org\.springframework\.boot)\b|['""]application['""]|^\s*application\s*$", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex GradleApplication();
}
