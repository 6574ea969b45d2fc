namespace Axle.Models.Routing;

/// <summary>Finds the known name that a mistyped one was meant to be.</summary>
internal static class NearestName
{
    private const int LongestName = 64;

    /// <summary>The nearest name by edit distance (Wagner and Fischer, 1974), or null when none is within a third of the length.</summary>
    public static string? Find(string typed, IEnumerable<string> known)
    {
        if (typed.Length is 0 or > LongestName)
            return null;
        var best = known.Select(name => (name, distance: Distance(typed.ToLowerInvariant(), name.ToLowerInvariant()))).MinBy(c => c.distance);
        return best.name is not null && best.distance <= Math.Max(1, typed.Length / 3) ? best.name : null;
    }

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[^1];
    }
}
