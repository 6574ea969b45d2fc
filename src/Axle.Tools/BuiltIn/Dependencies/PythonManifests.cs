using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>Python: requirements files, pyproject.toml, setup.cfg and Pipfile.</summary>
internal static partial class PythonManifests
{
    public static ManifestContent Requirements(string path, string text)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dev = Development().IsMatch(name) || path.Contains("/docs/", StringComparison.Ordinal) ||
            path.StartsWith("docs/", StringComparison.Ordinal);
        // The file is the lock itself where every line has a hash or an exact version.
        var content = new ManifestContent(path, "pypi") { IsApplication = !dev };
        var lines = text.Split('\n');
        // Prose may bear the name as well: what people write has words side by side, a requirement has none.
        if (lines.Count(l => Sentence().IsMatch(l)) * 5 > lines.Count(l => l.Trim().Length > 0))
            return content;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = Comment().Replace(lines[i], "").Trim();
            if (line.Length == 0)
                continue;
            if (line.StartsWith('-') || line.Contains("://", StringComparison.Ordinal))
                Option(content, line, i + 1);
            else if (Requirement().Match(line) is { Success: true } match)
                Declare(content, match, dev ? "dev" : "runtime", i + 1, judge: true);
        }

        content.VersionsElsewhere = content.Dependencies.Count > 0 &&
            content.Dependencies.All(d => d.Spec?.StartsWith("==", StringComparison.Ordinal) == true);
        return content;
    }

    public static ManifestContent PyProject(string path, string text)
    {
        var root = TomlLines.Read(text);
        var project = root["project"];
        var poetry = root.Find("tool", "poetry");
        var content = new ManifestContent(path, "pypi") { Name = project?.TextOf("name") ?? poetry?.TextOf("name") };
        foreach (var item in project?["dependencies"]?.Children ?? [])
            Text(content, item, "runtime");
        foreach (var item in (project?["optional-dependencies"]?.Children ?? []).Concat(root["dependency-groups"]?.Children ?? [])
            .SelectMany(g => g.Children))
            Text(content, item, "optional");
        foreach (var item in root.Find("build-system", "requires")?.Children ?? [])
            Text(content, item, "build");
        Table(content, poetry?["dependencies"], "runtime");
        Table(content, poetry?["dev-dependencies"], "dev");
        foreach (var group in poetry?["group"]?.Children ?? [])
            Table(content, group["dependencies"], "dev");
        if (project is not null && project["name"] is { } name && project["license"] is null &&
            project["dynamic"]?.Children.Any(d => d.Text is "license") != true &&
            project["classifiers"]?.Children.Any(c => c.Text?.StartsWith("License ::", StringComparison.Ordinal) == true) != true)
        {
            content.Report(DependencyRules.NoLicence, name.Line, $"The project '{content.Name}' names no licence.");
        }

        return content;
    }

    public static ManifestContent SetupCfg(string path, string text)
    {
        var content = new ManifestContent(path, "pypi");
        var (section, field) = ("", "");
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.StartsWith('['))
                (section, field) = (line.Trim('[', ']', ' '), "");
            else if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                (field, line) = (line[..at].Trim(), line[(at + 1)..]);
            if (section is "metadata" && field is "name" && line.Length > 0)
                content.Name ??= line.Trim();
            var wanted = (section is "options" && field is "install_requires" or "setup_requires" or "tests_require") ||
                section is "options.extras_require";
            if (wanted && !line.TrimStart().StartsWith('#') && Requirement().Match(line.Trim()) is { Success: true } match)
                Declare(content, match, section is "options.extras_require" ? "optional" : "runtime", i + 1, judge: false);
        }

        return content;
    }

    public static ManifestContent Pipfile(string path, string text)
    {
        var root = TomlLines.Read(text);
        var content = new ManifestContent(path, "pypi") { IsApplication = true };
        Table(content, root["packages"], "runtime");
        Table(content, root["dev-packages"], "dev");
        foreach (var source in root.Children.Where(c => c.Key is "source"))
        {
            if (source["url"] is { Text: { } url } node && url.StartsWith("http://", StringComparison.Ordinal))
                content.Report(DependencyRules.PlainHttp, node.Line, $"The package index {url} is read over plain http.");
        }

        return content;
    }

    private static void Text(ManifestContent content, DataNode item, string scope)
    {
        if (item.Text is { } text && Requirement().Match(text) is { Success: true } match)
            Declare(content, match, scope, item.Line, judge: false);
    }

    /// <summary>Poetry's and Pipenv's tables: name to version, or to a table with version, git or path.</summary>
    private static void Table(ManifestContent content, DataNode? table, string scope)
    {
        foreach (var entry in table?.Children ?? [])
        {
            if (entry.Key is "python")
                continue;
            var spec = entry.Text ?? entry.TextOf("version");
            content.Add(entry.Key ?? "", spec, scope, entry.Line);
            if (entry["git"] is not null)
                content.Report(DependencyRules.UrlSource, entry.Line,
                    $"'{entry.Key}' comes from the git repository {entry.TextOf("git")}.", entry["rev"] is not null ? Severity.Info : null);
            else if (spec is "*")
                content.Report(DependencyRules.Unpinned, entry.Line, $"'{entry.Key}' accepts any version (*).", scope is "dev"
                    ? Severity.Low : null);
        }
    }

    private static void Declare(ManifestContent content, Match match, string scope, int line, bool judge)
    {
        var (name, spec) = (match.Groups["name"].Value, match.Groups["spec"].Value.Trim().Trim('(', ')'));
        content.Add(name, spec, scope, line);
        if (match.Groups["url"] is { Success: true, Value: var url })
            content.Report(DependencyRules.UrlSource, line, $"'{name}' comes from {url}.", Pinned().IsMatch(url) ? Severity.Info : null);
        else if (judge && spec.Length == 0)
            content.Report(DependencyRules.Unpinned, line, $"'{name}' has no version.", scope is "dev" ? Severity.Info : Severity.Low);
    }

    private static void Option(ManifestContent content, string line, int number)
    {
        if (line.Contains("http://", StringComparison.Ordinal) && !line.Contains("http://localhost", StringComparison.Ordinal) &&
            !line.Contains("http://127.", StringComparison.Ordinal))
            content.Report(DependencyRules.PlainHttp, number, $"`{Short(line)}` is fetched over plain http.");
        else if (line.StartsWith("--extra-index-url", StringComparison.Ordinal))
            content.Report(DependencyRules.SecondIndex, number, "A second package index is searched beside the first (--extra-index-url).");
        else if (line.Contains("git+", StringComparison.Ordinal) ||
            (line.Contains("https://", StringComparison.Ordinal) && !line.StartsWith('-')))
            content.Report(DependencyRules.UrlSource, number, $"`{Short(line)}` is installed from an address instead of the index.",
                Pinned().IsMatch(line) ? Severity.Info : null);
    }

    private static string Short(string text) => text.Length > 80 ? string.Concat(text.AsSpan(0, 77), "...") : text;

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9][\w.\-]*)\s*(?:\[[^\]]*\])?\s*(?:@\s*(?<url>\S+)|(?<spec>\(?(?:[<>=!~]=?=?\s*[^;#\\]+)?))\s*(?:;.*|\\|--.*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Requirement();

    [GeneratedRegex(@"@[0-9a-f]{7,40}\b|#sha256=|--hash", RegexOptions.NonBacktracking)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"^\s*[A-Za-z*`'(][^#=<>~;@\[/-]*[A-Za-z,.] +[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"dev|test|doc|lint|ci|build", RegexOptions.NonBacktracking)]
    private static partial Regex Development();
}
