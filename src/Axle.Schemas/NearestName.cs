using System.Buffers;

namespace Axle.Schemas;

/// <summary>
/// Finds what a misspelt name was meant to be. Distance: optimal string alignment, the restricted form of Damerau–Levenshtein
/// (F. J. Damerau, 1964): insert, delete, replace and swap of neighbours cost 1 each; letter case is free.
/// </summary>
public static class NearestName
{
    /// <summary>Longer names are not compared: nobody meant them by a typing slip.</summary>
    private const int LongestName = 256;

    /// <summary>Finds the known name that is nearest to <paramref name="name"/>.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What could have been meant; of equally near names the first wins.</param>
    /// <returns>The nearest name, or null when none is near: more than a third of the letters would have to change (at least 1 may).</returns>
    public static string? Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in known)
        {
            var allowed = Math.Max(1, Math.Max(name.Length, candidate.Length) / 3);
            if (candidate.Length > LongestName || Math.Abs(candidate.Length - name.Length) > allowed)
            {
                continue;
            }

            var distance = Distance(name, candidate);
            if (distance <= allowed && distance < Math.Max(name.Length, candidate.Length) && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>How many slips lie between two names, letter case ignored. 0 and up.</summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var width = right.Length + 1;
        var cells = ArrayPool<int>.Shared.Rent(3 * width);
        try
        {
            return Distance(left, right, cells.AsSpan(0, width), cells.AsSpan(width, width), cells.AsSpan(2 * width, width));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(cells);
        }
    }

    private static int Distance(string left, string right, Span<int> before, Span<int> previous, Span<int> current)
    {
        for (var column = 0; column < previous.Length; column++)
        {
            previous[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var change = Same(left[row - 1], right[column - 1]) ? 0 : 1;
                var cost = Math.Min(Math.Min(previous[column] + 1, current[column - 1] + 1), previous[column - 1] + change);
                if (row > 1 && column > 1 && Same(left[row - 1], right[column - 2]) && Same(left[row - 2], right[column - 1]))
                {
                    cost = Math.Min(cost, before[column - 2] + 1);
                }

                current[column] = cost;
            }

            var oldest = before;
            before = previous;
            previous = current;
            current = oldest;
        }

        return previous[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
