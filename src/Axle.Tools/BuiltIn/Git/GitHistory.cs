using System.Globalization;

namespace Axle.Tools.BuiltIn.Git;

/// <summary>Reads a repository's history from <c>git log --numstat</c>, follows renames, and leaves out bots and merges.</summary>
internal static class GitHistory
{
    private const char Mark = '\u0001';
    private const char Comma = '\u0002';

    /// <summary>The commits, newest first; null when there is no git program, no repository or no commit.</summary>
    /// <param name="workspace">Directory inside the repository; only files below it are read.</param>
    /// <param name="commits">Most commits.</param>
    /// <param name="months">How far back, in months.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<GitCommit>?> ReadAsync(string workspace, int commits, int months, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        string since = now.AddMonths(-months).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "log", "--no-merges", "-M", "--numstat", "-z", "--relative", "--no-ext-diff", "--no-textconv", "--no-color",
            $"--max-count={commits}", $"--since=@{since}", "--format=%x01%an%x02%ae%x02%at", "--", ".",
        ];
        var answer = await GitProgram.RunAsync(workspace, arguments, cancellationToken);
        return answer is { Succeeded: true } ? Parse(answer.Output) : null;
    }

    private static List<GitCommit> Parse(string output)
    {
        var commits = new List<GitCommit>();
        var today = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] parts = output.Split('\0');
        List<GitChange>? changes = null;
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i].TrimStart('\n');
            if (part.StartsWith(Mark))
            {
                int end = part.IndexOf('\n', StringComparison.Ordinal);
                changes = Header(commits, end < 0 ? part : part[..end]);
                part = end < 0 ? "" : part[end..].TrimStart('\n');
            }

            string[] fields = part.Split('\t', 3);
            if (changes is null || fields.Length < 3)
            {
                continue;
            }

            string file = fields[2];
            if (file.Length == 0 && i + 2 < parts.Length)
            {
                // A rename: the old and the new name follow.
                file = today.GetValueOrDefault(parts[i + 2], parts[i + 2]);
                today[parts[i + 1]] = file;
                i += 2;
            }

            changes.Add(new GitChange(today.GetValueOrDefault(file, file), Number(fields[0]), Number(fields[1])));
        }

        return commits;
    }

    private static List<GitChange>? Header(List<GitCommit> commits, string header)
    {
        string[] fields = header[1..].Split(Comma);
        if (fields.Length < 3 || IsBot(fields[0]) || IsBot(fields[1]))
        {
            return null;
        }

        var changes = new List<GitChange>();
        string author = (fields[1].Length > 0 ? fields[1] : fields[0]).ToLowerInvariant();
        commits.Add(
            new GitCommit(author,
                DateTimeOffset.FromUnixTimeSeconds(long.TryParse(fields[2], CultureInfo.InvariantCulture, out long time) ? time : 0), changes));
        return changes;
    }

    private static bool IsBot(string name) =>
        name.Contains("[bot]", StringComparison.OrdinalIgnoreCase) || name.Contains("dependabot", StringComparison.OrdinalIgnoreCase)
        || name.Contains("renovate", StringComparison.OrdinalIgnoreCase) || name.StartsWith("github-actions", StringComparison.OrdinalIgnoreCase);

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
