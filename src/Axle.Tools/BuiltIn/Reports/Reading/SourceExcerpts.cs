using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>
/// Opens the files of findings: gives each finding its fingerprint and the first <see cref="MaxSnippets"/> a few lines of code.
/// A line on which any finding sees a secret is never shown.
/// </summary>
/// <param name="workspace">Absolute path of the reviewed directory.</param>
internal sealed partial class SourceExcerpts(string workspace)
{
    private const int MaxSnippets = 300;
    private const int Around = 2;
    private const int MaxSnippetLines = 9;
    private const int MaxLineLength = 200;
    private const int MaxFileBytes = 2 << 20;
    private const string Hidden = "··· hidden: this line holds a secret ···";

    /// <summary>Findings with fingerprints and snippets, in the order given.</summary>
    public IReadOnlyList<ReportFinding> Attach(
        IReadOnlyList<(Finding Finding, IReadOnlyList<FindingSource> Sources)> findings, IReadOnlySet<string> hotFiles)
    {
        var wanted = findings.Select(static f => f.Finding).Where(static f => !IsSecret(f)).Take(MaxSnippets).ToHashSet(ReferenceEqualityComparer.Instance);
        var result = new ReportFinding[findings.Count];
        foreach (var file in findings.Select(static (f, i) => (f.Finding, f.Sources, Index: i)).GroupBy(static f => f.Finding.File))
        {
            var lines = ReadLines(file.Key);
            var secretLines = file.Where(static f => IsSecret(f.Finding))
                .SelectMany(static f => Enumerable.Range(f.Finding.Line, Math.Min(f.Finding.EndLine - f.Finding.Line, 500) + 1)).ToHashSet();
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (finding, sources, index) in file.OrderBy(static f => f.Finding.Line).ThenBy(static f => f.Index))
            {
                var identity = Fingerprint.Of(finding, IsSecret(finding) ? null : LineAt(lines, finding.Line));
                var occurrence = seen[identity] = seen.GetValueOrDefault(identity) + 1;
                result[index] = new ReportFinding(
                    finding, sources, Fingerprint.Number(identity, occurrence),
                    wanted.Contains(finding) ? Snippet(lines, finding, secretLines) : null, hotFiles.Contains(finding.File));
            }
        }

        return result;
    }

    /// <summary>Whether a finding is about a secret, so that its line must not be shown.</summary>
    internal static bool IsSecret(Finding finding) => SecretRule().IsMatch(finding.Rule);

    [GeneratedRegex(@"secret|passw|credential|hard-?coded|(access|auth|bearer|api)-?token|api-?key|private-?key|connection-?string", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SecretRule();

    private static CodeSnippet? Snippet(string[]? lines, Finding finding, HashSet<int> secretLines)
    {
        if (lines is null || finding.Line > lines.Length)
            return null;
        var first = Math.Max(1, finding.Line - Around);
        var last = Math.Min(Math.Min(lines.Length, Math.Max(finding.EndLine, finding.Line) + Around), first + MaxSnippetLines - 1);
        return new CodeSnippet(
            first,
            [.. Enumerable.Range(first, last - first + 1)
                .Select(n => secretLines.Contains(n) || MayContinueSecret(lines[n - 1], secretLines) ? Hidden : Cut(lines[n - 1]))]);
    }

    /// <summary>A key of many lines is found at its first; in a file with secrets no line with a long random-looking word is shown.</summary>
    private static bool MayContinueSecret(string line, HashSet<int> secretLines) => secretLines.Count > 0 && RandomWord().IsMatch(line);

    [GeneratedRegex("[A-Za-z0-9+/_=-]{32,}", RegexOptions.NonBacktracking)]
    private static partial Regex RandomWord();

    private static string? LineAt(string[]? lines, int line) => lines is not null && line <= lines.Length ? lines[line - 1] : null;

    private static string Cut(string line)
    {
        var text = line.TrimEnd().Replace("\t", "    ", StringComparison.Ordinal);
        return text.Length <= MaxLineLength ? text : text[..MaxLineLength] + "…";
    }

    private string[]? ReadLines(string file)
    {
        try
        {
            var path = Path.GetFullPath(file, workspace);
            var inside = path.StartsWith(Path.TrimEndingDirectorySeparator(workspace) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            if (!inside || HasLink(path) || new FileInfo(path) is not { Exists: true, Length: <= MaxFileBytes })
                return null;
            var text = File.ReadAllText(path);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text.ReplaceLineEndings("\n").Split('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>A link below the workspace may lead out of it; such files are not opened.</summary>
    private bool HasLink(string path)
    {
        for (var at = path; at.Length > workspace.Length; at = Path.GetDirectoryName(at) ?? "")
        {
            if (new FileInfo(at).LinkTarget is not null)
                return true;
        }

        return false;
    }
}
