namespace Axle.Workflows.Expressions.Syntax;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The closest of the candidates by edit distance (Levenshtein, letter case ignored); null when none is close.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        // Longer names are cut off: nobody misspells them by more than the limit below anyway.
        if (name.Length > 64)
        {
            return null;
        }

        string? best = null;
        var limit = Math.Max(1, name.Length / 2);
        foreach (var candidate in candidates)
        {
            var distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance <= limit && (best is null || distance < limit))
            {
                best = candidate;
                limit = distance;
            }
        }

        return best;
    }

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
