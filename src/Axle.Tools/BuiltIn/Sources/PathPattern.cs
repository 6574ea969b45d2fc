using System.Text;
using System.Text.RegularExpressions;

namespace Axle.Tools.BuiltIn.Sources;

/// <summary>A <c>path</c> argument of a tool: a folder, a file, or a pattern with <c>*</c> (within a folder), <c>**</c> (any depth) and <c>?</c>.</summary>
public sealed class PathPattern
{
    private const int Longest = 1000;
    private readonly string _prefix;
    private readonly Regex? _glob;

    private PathPattern(string prefix, Regex? glob)
    {
        _prefix = prefix;
        _glob = glob;
    }

    /// <summary>Reads an argument; null, empty and <c>.</c> match everything.</summary>
    /// <exception cref="AxleException">The path leaves the workspace or is longer than 1,000 characters.</exception>
    public static PathPattern Parse(string? path)
    {
        string text = (path ?? "").Replace('\\', '/').Trim();
        text = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        text = text.TrimEnd('/') is "." ? "" : text.TrimEnd('/');
        if (text.Length > Longest || text.StartsWith('/') || text.Split('/').Contains(".."))
        {
            throw new AxleException(ErrorKind.Validation, $"The path '{path}' is not inside the workspace. Give a path relative to it, without '..'.");
        }

        return text.AsSpan().IndexOfAny('*', '?') < 0 ? new PathPattern(text, null) : new PathPattern("", Translate(text));
    }

    /// <summary>Whether a file's path, relative and with forward slashes, is meant.</summary>
    public bool Matches(string file) =>
        _glob is not null ? _glob.IsMatch(file)
        : _prefix.Length == 0 || file == _prefix
            || (file.StartsWith(_prefix, StringComparison.Ordinal) && file[_prefix.Length] == '/');

    private static Regex Translate(string glob)
    {
        var pattern = new StringBuilder("^");
        for (int i = 0; i < glob.Length; i++)
        {
            if (string.CompareOrdinal(glob, i, "**/", 0, 3) == 0)
            {
                pattern.Append("(.*/)?");
                i += 2;
            }
            else if (string.CompareOrdinal(glob, i, "**", 0, 2) == 0)
            {
                pattern.Append(".*");
                i++;
            }
            else
            {
                pattern.Append(glob[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }

        return new Regex(pattern.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }
}
