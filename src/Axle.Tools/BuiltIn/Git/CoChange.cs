namespace Axle.Tools.BuiltIn.Git;

/// <summary>Finds files that change together.</summary>
internal static class CoChange
{
    private const int LargestCommit = 30;
    private const int LeastTogether = 5;
    private const double LeastDegree = 0.5;

    /// <summary>Pairs that at least 5 commits changed together, and half of the commits of one of them. Commits of more than 30 files say nothing.</summary>
    public static IReadOnlyList<Coupling> Find(IReadOnlyList<GitCommit> commits, IReadOnlySet<string> files)
    {
        var single = new Dictionary<string, int>(StringComparer.Ordinal);
        var pairs = new Dictionary<(string, string), int>();
        foreach (var commit in commits)
        {
            string[] changed = [.. commit.Changes.Select(c => c.File).Where(files.Contains).Distinct().Order(StringComparer.Ordinal)];
            if (changed.Length > LargestCommit)
            {
                continue;
            }

            for (int i = 0; i < changed.Length; i++)
            {
                single[changed[i]] = single.GetValueOrDefault(changed[i]) + 1;
                for (int j = i + 1; j < changed.Length; j++)
                {
                    pairs[(changed[i], changed[j])] = pairs.GetValueOrDefault((changed[i], changed[j])) + 1;
                }
            }
        }

        return
        [
            .. from pair in pairs
               where pair.Value >= LeastTogether
               let degree = Math.Round((double)pair.Value / Math.Min(single[pair.Key.Item1], single[pair.Key.Item2]), 2)
               where degree >= LeastDegree
               orderby pair.Value * degree descending, pair.Key.Item1, pair.Key.Item2
               select new Coupling(pair.Key.Item1, pair.Key.Item2, pair.Value, degree),
        ];
    }
}
