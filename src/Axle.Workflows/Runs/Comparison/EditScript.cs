namespace Axle.Workflows.Runs.Comparison;

/// <summary>
/// What two sequences have in common, in order, with the fewest insertions and removals between: the greedy algorithm of Eugene W.
/// Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), behind a common beginning and before a common end.
/// </summary>
internal static class EditScript
{
    /// <summary>A part that both sequences have.</summary>
    /// <param name="Left">Where it begins in the left one.</param>
    /// <param name="Right">Where it begins in the right one.</param>
    /// <param name="Length">Its items, at least one; zero only for the mark at the end of both.</param>
    public readonly record struct Common(int Left, int Right, int Length);

    /// <summary>The common parts in order, and last a mark of length 0 at the end of both: what lies between was removed or added.</summary>
    /// <param name="left">The left sequence; equal items are equal numbers.</param>
    /// <param name="right">The right sequence.</param>
    /// <param name="mostEdits">After so many edits the search is given up, and the sequences count as replaced as a whole.</param>
    public static List<Common> Find(ReadOnlySpan<int> left, ReadOnlySpan<int> right, int mostEdits)
    {
        var before = left.CommonPrefixLength(right);
        var middleLeft = left[before..];
        var middleRight = right[before..];
        var after = 0;
        while (after < Math.Min(middleLeft.Length, middleRight.Length) && middleLeft[^(after + 1)] == middleRight[^(after + 1)])
            after++;
        var parts = new List<Common>();
        Add(parts, new Common(0, 0, before));
        foreach (var part in Search(middleLeft[..^after], middleRight[..^after], mostEdits))
            Add(parts, part with { Left = part.Left + before, Right = part.Right + before });
        Add(parts, new Common(left.Length - after, right.Length - after, after));
        parts.Add(new Common(left.Length, right.Length, 0));
        return parts;
    }

    /// <summary>The paths that reach furthest with 0, 1, 2 … edits, on every diagonal, until one reaches the end of both.</summary>
    private static List<Common> Search(ReadOnlySpan<int> left, ReadOnlySpan<int> right, int mostEdits)
    {
        var most = Math.Min(mostEdits, left.Length + right.Length);
        var reached = new int[(2 * most) + 3];
        var origin = most + 1;
        var trace = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var x = Furthest(reached, origin, diagonal, edits);
                while (x < left.Length && x - diagonal < right.Length && left[x] == right[x - diagonal])
                    x++;
                reached[origin + diagonal] = x;
                if (x >= left.Length && x - diagonal >= right.Length)
                    return Trace(trace, left.Length, right.Length);
            }

            trace.Add(reached[(origin - edits)..(origin + edits + 1)]);
        }

        return [];
    }

    /// <summary>From the diagonal below by an insertion, or from the one above by a removal: whichever is further.</summary>
    private static int Furthest(ReadOnlySpan<int> reached, int origin, int diagonal, int edits)
    {
        var inserts = diagonal == -edits || (diagonal != edits && reached[origin + diagonal - 1] < reached[origin + diagonal + 1]);
        return inserts ? reached[origin + diagonal + 1] : edits == 0 ? 0 : reached[origin + diagonal - 1] + 1;
    }

    private static List<Common> Trace(List<int[]> trace, int x, int y)
    {
        var parts = new List<Common>();
        for (var edits = trace.Count; edits > 0; edits--)
        {
            var earlier = trace[edits - 1];
            var diagonal = x - y;
            var inserts = diagonal == -edits || (diagonal != edits && At(earlier, diagonal - 1) < At(earlier, diagonal + 1));
            var fromX = At(earlier, inserts ? diagonal + 1 : diagonal - 1);
            var fromY = fromX - (inserts ? diagonal + 1 : diagonal - 1);
            var (startX, startY) = inserts ? (fromX, fromY + 1) : (fromX + 1, fromY);
            parts.Add(new Common(startX, startY, x - startX));
            (x, y) = (fromX, fromY);
        }

        parts.Add(new Common(0, 0, x));
        parts.Reverse();
        return parts;
    }

    /// <summary>A trace holds diagonals -n to n, of which every other one was reached.</summary>
    private static int At(int[] reached, int diagonal) =>
        (reached.Length / 2) + diagonal is >= 0 and var index && index < reached.Length ? reached[index] : int.MinValue / 2;

    private static void Add(List<Common> parts, Common part)
    {
        if (part.Length == 0)
            return;
        if (parts.Count > 0 && parts[^1] is var last && last.Left + last.Length == part.Left && last.Right + last.Length == part.Right)
            parts[^1] = last with { Length = last.Length + part.Length };
        else
            parts.Add(part);
    }
}
