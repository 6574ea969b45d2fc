using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>Reads which version a workspace is at from the files of <c>.git</c>; starts no program.</summary>
internal static class GitSource
{
    private const int MaxBytes = 4 << 20;

    /// <summary>The version; null outside of git or when its files cannot be read.</summary>
    public static SourceVersion? Read(string workspace)
    {
        try
        {
            return FindGitDirectory(workspace) is { } git ? ReadVersion(git) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static SourceVersion? ReadVersion(string git)
    {
        var shared = SmallText(Path.Combine(git, "commondir"))?.Trim() is { Length: > 0 } common ? Path.GetFullPath(common, git) : git;
        if (SmallText(Path.Combine(git, "HEAD"))?.Trim() is not { Length: > 0 } head)
            return null;
        var reference = head.StartsWith("ref: ", StringComparison.Ordinal) ? head[5..].Trim() : null;
        if (reference is not null && reference.Contains("..", StringComparison.Ordinal))
            return null;
        var commit = reference is null ? head : Resolve(reference, git, shared);
        const string Heads = "refs/heads/";
        var branch = reference?.StartsWith(Heads, StringComparison.Ordinal) == true ? reference[Heads.Length..] : null;
        var origin = Origin(SmallText(Path.Combine(shared, "config")) ?? "");
        return new SourceVersion(IsCommit(commit) ? commit : null, branch, WebAddress(origin));
    }

    /// <summary>The https address of a remote such as <c>git@host:owner/name.git</c>, without user and password; null when it has none.</summary>
    internal static string? WebAddress(string? remote)
    {
        if (string.IsNullOrWhiteSpace(remote))
            return null;
        var text = remote.Trim();
        if (!text.Contains("://", StringComparison.Ordinal) && text.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon)
            text = $"ssh://{text[..colon]}/{text[(colon + 1)..].TrimStart('/')}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http" or "ssh" or "git") || uri.Host.Length == 0)
            return null;
        var path = uri.AbsolutePath.TrimEnd('/');
        path = path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path;
        return path.Length > 1 ? $"https://{uri.Host}{path}" : null;
    }

    private static string? FindGitDirectory(string workspace)
    {
        for (var directory = new DirectoryInfo(workspace); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, ".git");
            if (Directory.Exists(path))
                return path;
            if (SmallText(path)?.Trim() is { } link && link.StartsWith("gitdir: ", StringComparison.Ordinal))
                return Path.GetFullPath(link[8..], directory.FullName);
        }

        return null;
    }

    private static string? Resolve(string reference, string git, string shared) =>
        SmallText(Path.Combine(git, reference))?.Trim()
        ?? SmallText(Path.Combine(shared, reference))?.Trim()
        ?? (SmallText(Path.Combine(shared, "packed-refs")) ?? "").Split('\n')
            .FirstOrDefault(l => l.TrimEnd().EndsWith(' ' + reference, StringComparison.Ordinal))?.Split(' ')[0];

    private static string? Origin(string config)
    {
        var inOrigin = false;
        foreach (var line in config.Split('\n').Select(static l => l.Trim()))
        {
            if (line.StartsWith('['))
                inOrigin = line == "[remote \"origin\"]";
            else if (inOrigin && line.Split('=', 2) is [var name, var value] && name.Trim() == "url")
                return value.Trim();
        }

        return null;
    }

    private static bool IsCommit(string? text) => text is { Length: 40 or 64 } && text.All(char.IsAsciiHexDigit);

    private static string? SmallText(string path) =>
        new FileInfo(path) is { Exists: true, Length: <= MaxBytes } ? File.ReadAllText(path) : null;
}
