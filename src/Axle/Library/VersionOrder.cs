using System.Globalization;

namespace Axle.Library;

/// <summary>Semantic versions, older ones first; no version comes before any, and a version before its release (<c>1.0.0-rc1</c>) before that.</summary>
internal sealed class VersionOrder : IComparer<string?>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var (left, right) = (Parts(x), Parts(y));
        for (var i = 0; i < left.Numbers.Length; i++)
        {
            if (left.Numbers[i].CompareTo(right.Numbers[i]) is var order and not 0)
                return order;
        }

        return (left.Before is null, right.Before is null) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => -1,
            _ => string.CompareOrdinal(left.Before, right.Before),
        };
    }

    private static (long[] Numbers, string? Before) Parts(string version)
    {
        var text = version.Split('+')[0];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? text : text[..dash]).Split('.');
        var read = Enumerable.Range(0, 3)
            .Select(i => i < numbers.Length && long.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return ([.. read], dash < 0 ? null : text[(dash + 1)..]);
    }
}
