using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>npm: package.json and its lock file.</summary>
internal static partial class NodeManifests
{
    private static readonly (string Field, string Scope)[] Fields =
        [("dependencies", "runtime"), ("devDependencies", "dev"), ("optionalDependencies", "optional"), ("peerDependencies", "peer")];

    private static readonly string[] InstallScripts = ["preinstall", "install", "postinstall"];

    public static ManifestContent? Package(string path, string text)
    {
        if (JsonLines.Read(text) is not { Kind: DataKind.Map } root)
            return null;
        var content = new ManifestContent(path, "npm") { Name = root.TextOf("name") };
        foreach (var (field, scope) in Fields)
        {
            foreach (var entry in root[field]?.Children ?? [])
            {
                content.Add(entry.Key ?? "", entry.Text, scope, entry.Line);
                if (scope is not "peer")
                    Judge(content, entry, scope);
            }
        }

        var isPrivate = root["private"]?.IsTrue == true;
        content.IsApplication = isPrivate && root["workspaces"] is null && root["main"] is null && root["exports"] is null &&
            root["module"] is null;
        Scripts(content, root);
        if (!isPrivate && root["name"] is not null && root["version"] is not null)
        {
            if (root["license"] is null && root["licenses"] is null)
                content.Report(DependencyRules.NoLicence, root["name"]!.Line, $"The package '{content.Name}' has no license field.");
            // Asked of the product only; parts of a workspace take it from their root.
            if (root["engines"] is null && !path.Contains('/', StringComparison.Ordinal))
                content.Report(DependencyRules.NoEngines, root["name"]!.Line, $"The package '{content.Name}' has no engines field.");
        }

        return content;
    }

    /// <summary>A lock file declares nothing; it is looked at for packages that come over plain http.</summary>
    public static ManifestContent? Lock(string path, string text)
    {
        if (JsonLines.Read(text) is not { Kind: DataKind.Map } root)
            return null;
        var content = new ManifestContent(path, "npm") { VersionsElsewhere = true };
        foreach (var entry in (root["packages"] ?? root["dependencies"])?.Children ?? [])
        {
            if (entry["resolved"] is { Text: { } from } resolved && from.StartsWith("http://", StringComparison.Ordinal) && !IsLocal(from))
                content.Report(DependencyRules.PlainHttp, resolved.Line,
                    $"'{entry.Key}' is locked to the plain http address {Host(from)}.");
        }

        return content;
    }

    private static void Judge(ManifestContent content, DataNode entry, string scope)
    {
        var spec = entry.Text ?? "";
        if (spec.StartsWith("http://", StringComparison.Ordinal) && !IsLocal(spec))
            content.Report(DependencyRules.PlainHttp, entry.Line, $"'{entry.Key}' is fetched over plain http from {Host(spec)}.");
        else if (IsRemote(spec))
            content.Report(DependencyRules.UrlSource, entry.Line,
                $"'{entry.Key}' comes from {Source(spec)} instead of the registry{(Commit().IsMatch(spec) ? ", pinned to a commit" : "")}.",
                Commit().IsMatch(spec) ? Severity.Info : null);
        else if (spec is "*" or "latest" or "x" or "" or "next" or ">=0" or ">=0.0.0")
            content.Report(DependencyRules.Unpinned, entry.Line,
                $"'{entry.Key}' accepts any version ({(spec.Length == 0 ? "empty" : spec)}).", scope is "dev" ? Severity.Low : null);
        else if (OpenEnded().IsMatch(spec))
            content.Report(DependencyRules.Unpinned, entry.Line, $"'{entry.Key}' has no upper bound ({spec}).", Severity.Low);
    }

    private static void Scripts(ManifestContent content, DataNode root)
    {
        foreach (var name in InstallScripts)
        {
            if (root.Find("scripts", name) is not { Text: { Length: > 0 } script } entry)
                continue;
            var fetches = Fetch().IsMatch(script);
            content.Report(DependencyRules.InstallScript, entry.Line,
                $"The {name} script runs `{(script.Length > 80 ? string.Concat(script.AsSpan(0, 77), "...") : script)}`{(fetches ? ", which downloads" : "")}.",
                fetches ? Severity.High : root["private"]?.IsTrue == true ? Severity.Info : null);
        }
    }

    private static bool IsRemote(string spec) =>
        spec.StartsWith("git", StringComparison.Ordinal) || spec.StartsWith("https://", StringComparison.Ordinal) ||
        spec.StartsWith("bitbucket:", StringComparison.Ordinal) || Shorthand().IsMatch(spec);

    private static string Source(string spec) => spec.Length > 80 ? string.Concat(spec.AsSpan(0, 77), "...") : spec;

    private static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : url;

    private static bool IsLocal(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback;

    [GeneratedRegex(@"#[0-9a-f]{7,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex Commit();

    [GeneratedRegex(@"^[\w.-]+/[\w.-]+(#.*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Shorthand();

    [GeneratedRegex(@"^>=?\s*v?\d[\w.+-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex OpenEnded();

    [GeneratedRegex(@"\b(curl|wget|Invoke-WebRequest)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Fetch();
}
