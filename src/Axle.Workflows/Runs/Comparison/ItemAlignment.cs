using System.Text.Json;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>
/// Which items of two arrays belong together: equal ones in order first; of the others between them, objects that are called the same;
/// then those of the same kind, one after another.
/// </summary>
internal static class ItemAlignment
{
    /// <summary>Names of the key by which an object is called, the first that all objects concerned have.</summary>
    private static readonly string[] Names = ["id", "key", "path", "name", "file", "title"];

    /// <summary>
    /// Pairs of indexes whose items differ, or are the same in another order; one of a pair is null where an item has no counterpart.
    /// </summary>
    public static IEnumerable<(int? Left, int? Right)> Of(JsonElement[] left, JsonElement[] right, int mostEdits)
    {
        var ids = new Dictionary<JsonElement, int>(JsonEquality.Instance);
        var (leftIds, rightIds) = (Numbers(left, ids), Numbers(right, ids));
        var gaps = Gaps(EditScript.Find(leftIds, rightIds, mostEdits));
        var partners = Partners(left, right, gaps);
        var taken = partners.Values.ToHashSet();
        foreach (var (lefts, rights) in gaps)
        {
            foreach (var gone in lefts.Where(i => !taken.Contains(i)))
                yield return (gone, null);
            foreach (var index in rights)
                yield return (partners.TryGetValue(index, out var partner) ? partner : null, index);
        }
    }

    private static List<(int[] Left, int[] Right)> Gaps(List<EditScript.Common> parts)
    {
        var gaps = new List<(int[] Left, int[] Right)>();
        var (l, r) = (0, 0);
        foreach (var common in parts)
        {
            gaps.Add(([.. Enumerable.Range(l, common.Left - l)], [.. Enumerable.Range(r, common.Right - r)]));
            (l, r) = (common.Left + common.Length, common.Right + common.Length);
        }

        return gaps;
    }

    private static int[] Numbers(JsonElement[] items, Dictionary<JsonElement, int> ids)
    {
        var numbers = new int[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (!ids.TryGetValue(items[i], out numbers[i]))
                ids.Add(items[i], numbers[i] = ids.Count);
        }

        return numbers;
    }

    /// <summary>Indexes on the right to their partners on the left.</summary>
    private static Dictionary<int, int> Partners(JsonElement[] left, JsonElement[] right, List<(int[] Left, int[] Right)> gaps)
    {
        int[] before = [.. gaps.SelectMany(static g => g.Left)];
        int[] after = [.. gaps.SelectMany(static g => g.Right)];
        return Names.FirstOrDefault(n => before.All(i => NameOf(left[i], n) is not null)
            && after.All(i => NameOf(right[i], n) is not null)) is { } name
            ? SameName(before.ToLookup(i => NameOf(left[i], name)!), after.Select(i => (i, NameOf(right[i], name)!)))
            : gaps.SelectMany(static g => g.Right.Zip(g.Left))
                .Where(p => left[p.Second].ValueKind == right[p.First].ValueKind)
                .ToDictionary(static p => p.First, static p => p.Second);
    }

    private static Dictionary<int, int> SameName(ILookup<string, int> before, IEnumerable<(int Index, string Name)> after)
    {
        var free = before.ToDictionary(static g => g.Key, static g => new Queue<int>(g), StringComparer.Ordinal);
        var partners = new Dictionary<int, int>();
        foreach (var (index, name) in after)
        {
            if (free.TryGetValue(name, out var same) && same.TryDequeue(out var partner))
                partners.Add(index, partner);
        }

        return partners;
    }

    private static string? NameOf(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
