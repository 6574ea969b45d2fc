using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Sources;

namespace Axle.Tools.BuiltIn.Docs;

/// <summary>Finds the relative links of Markdown files, outside code.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>Each link's target and line.</summary>
    public static IEnumerable<(string Target, int Line)> Of(SourceFile file)
    {
        char fence = '\0';
        for (int line = 1; line <= file.LineCount; line++)
        {
            string text = file.Line(line).ToString();
            string trimmed = text.TrimStart('>', ' ');
            bool isFence = trimmed.StartsWith("```", StringComparison.Ordinal) || trimmed.StartsWith("~~~", StringComparison.Ordinal);
            if (isFence && (fence == '\0' || fence == trimmed[0]))
            {
                fence = fence == '\0' ? trimmed[0] : '\0';
            }
            else if (fence == '\0' && !text.StartsWith("    ", StringComparison.Ordinal) && text.Length < 20_000)
            {
                foreach (Match match in Link().Matches(CodeSpan().Replace(text, m => new string(' ', m.Length))))
                {
                    string target = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
                    if (IsRelative(target))
                    {
                        yield return (target, line);
                    }
                }
            }
        }
    }

    /// <summary>The path that a link means, relative to the workspace; null when it leaves the workspace.</summary>
    public static string? Resolve(SourceFile file, string target)
    {
        string path = Uri.UnescapeDataString(target.Split('#', '?')[0]);
        var parts = path.StartsWith('/') ? [] : new List<string>(file.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static bool IsRelative(string target) =>
        target.Length > 0 && target[0] is not ('#' or '{' or '<' or '$') && !target.Contains(':', StringComparison.Ordinal)
            && !target.StartsWith("//", StringComparison.Ordinal)
        && !target.Contains("{{", StringComparison.Ordinal) && !target.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
        && target.Split('#')[0].AsSpan().IndexOfAny('*', '|', '\\') < 0
        && (target.Contains('/', StringComparison.Ordinal) || target.Contains('.', StringComparison.Ordinal)) && target[0] != '/';

    [GeneratedRegex(@"\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\))?)>?(?:\s+[""'(][^)]*)?\)|^\s{0,3}\[[^\]^]+\]:\s+<?([^\s<>]+)>?", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`", RegexOptions.NonBacktracking)]
    private static partial Regex CodeSpan();
}
