namespace Axle.Tools.Contract;

/// <summary>
/// Paths of arguments: relative to the workspace and inside it, also after <c>..</c> and symbolic links are followed.
/// Checked at the time of the call; a link that is swapped between the check and the use is not caught, so tools open the
/// path that <see cref="Resolve"/> gives and nothing else.
/// </summary>
public static class WorkspacePaths
{
    /// <summary>The longest path that is accepted, in characters.</summary>
    public const int LongestPath = 4096;

    private const int MostLinks = 40;

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>Makes an absolute path of one that is relative to the workspace.</summary>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="path">The relative path, with <c>/</c>; <c>.</c> is the workspace itself. Need not exist.</param>
    /// <returns>The absolute path, <c>.</c> and <c>..</c> resolved.</returns>
    /// <exception cref="AxleException">Kind <see cref="ErrorKind.Validation"/>: the path is empty, too long, absolute, holds a NUL, or
    /// leaves the workspace.</exception>
    public static string Resolve(string workspace, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspace);
        ArgumentNullException.ThrowIfNull(path);
        return Problem(workspace, path) is { } problem
            ? throw new AxleException(ErrorKind.Validation, $"The path {problem}.")
            : Path.GetFullPath(Path.Combine(workspace, path));
    }

    /// <summary>What is wrong with a path, as the end of a sentence; null when nothing is.</summary>
    internal static string? Problem(string workspace, string path)
    {
        if (ShapeProblem(path) is { } problem)
        {
            return problem;
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(workspace));
        var segments = path.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        var plain = Path.GetFullPath(Path.Combine(root, path));
        if (!StaysInside(segments) || !IsInside(root, plain))
        {
            return "leaves the workspace by '..'; name a place inside it";
        }

        try
        {
            // As it is written, and as tools open it: with '..' resolved before any link is followed.
            return LeavesByLink(root, segments) || LeavesByLink(root, Parts(Path.GetRelativePath(root, plain)))
                ? "leaves the workspace through a symbolic link; name a place inside it"
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "cannot be followed: it has a part that may not be read, or links that lead in a circle";
        }
    }

    /// <summary>What is wrong with the text of a path, whatever is on the disk; null when nothing is.</summary>
    internal static string? ShapeProblem(string path)
    {
        if (path.Length is 0 or > LongestPath)
        {
            return path.Length == 0 ? "is empty; write '.' for the workspace itself" : $"has {path.Length} characters; at most {LongestPath} are allowed";
        }

        if (char.IsWhiteSpace(path[0]) || char.IsWhiteSpace(path[^1]))
        {
            return "begins or ends with a blank, which names another place than it seems to";
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return "holds a NUL character";
        }

        var hasDrive = path.Length >= 2 && char.IsAsciiLetter(path[0]) && path[1] == ':';
        return Path.IsPathRooted(path) || Separators.Contains(path[0]) || hasDrive
            ? "is absolute; write it relative to the workspace"
            : null;
    }

    /// <summary>Whether no <c>..</c> climbs higher than the start, even for a moment.</summary>
    internal static bool StaysInside(IEnumerable<string> segments)
    {
        var depth = 0;
        foreach (var segment in segments)
        {
            depth += segment switch { ".." => -1, "." => 0, _ => 1 };
            if (depth < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The place that an absolute path names after all links are followed.</summary>
    internal static string Real(string path)
    {
        var links = 0;
        return Follow(Path.GetPathRoot(path)!, Parts(path), ref links);
    }

    private static bool LeavesByLink(string root, IEnumerable<string> segments)
    {
        var links = 0;
        var realRoot = Follow(Path.GetPathRoot(root)!, Parts(root), ref links);
        var current = realRoot;
        foreach (var segment in segments)
        {
            current = Follow(current, [segment], ref links);
            if (!IsInside(realRoot, current))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Walks segment by segment as the operating system does: a link is followed before a later <c>..</c> climbs.</summary>
    private static string Follow(string start, IEnumerable<string> segments, ref int links)
    {
        var current = start;
        var open = new Stack<string>(segments.Reverse());
        while (open.TryPop(out var segment))
        {
            if (segment == ".")
            {
                continue;
            }

            if (segment == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            var next = Path.Combine(current, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"more than {MostLinks} links");
            }

            if (Path.IsPathRooted(target))
            {
                current = Path.GetPathRoot(target)!;
            }

            foreach (var part in Parts(target).Reverse())
            {
                open.Push(part);
            }
        }

        return current;
    }

    private static string[] Parts(string path) => path[(Path.GetPathRoot(path)?.Length ?? 0)..]
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    private static bool IsInside(string root, string path) =>
        path == root || path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
