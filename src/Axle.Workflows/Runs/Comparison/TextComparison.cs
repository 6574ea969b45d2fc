using System.Collections.Immutable;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>Compares two texts: by lines when one of them has several, else by words.</summary>
public static class TextComparison
{
    /// <summary>What changed between two texts.</summary>
    /// <param name="left">The left text.</param>
    /// <param name="right">The right text.</param>
    /// <param name="mostEdits">After so many inserted and removed lines or words, what differs is replaced as a whole.</param>
    public static TextDifference Compare(string left, string right, int mostEdits = 1_000)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var byLines = left.Contains('\n', StringComparison.Ordinal) || right.Contains('\n', StringComparison.Ordinal);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var (before, after) = (Pieces(left, byLines), Pieces(right, byLines));
        int[] leftIds = [.. before.Select(Number)];
        int[] rightIds = [.. after.Select(Number)];
        var parts = ImmutableArray.CreateBuilder<TextPart>();
        var (l, r) = (0, 0);
        foreach (var common in EditScript.Find(leftIds, rightIds, mostEdits))
        {
            Add(ChangeKind.Removed, before[l..common.Left]);
            Add(ChangeKind.Added, after[r..common.Right]);
            (l, r) = (common.Left + common.Length, common.Right + common.Length);
            Add(null, before[common.Left..l]);
        }

        return new TextDifference(byLines, parts.ToImmutable());

        int Number(string piece)
        {
            ids.TryAdd(piece, ids.Count);
            return ids[piece];
        }

        void Add(ChangeKind? kind, string[] pieces)
        {
            if (pieces.Length > 0)
                parts.Add(new TextPart(kind, string.Concat(pieces)));
        }
    }

    /// <summary>What changed between two strings of a JSON value; null when they are too short or too long to look inside.</summary>
    internal static TextDifference? Inside(string left, string right, ComparisonLimits limits)
    {
        if (Math.Max(left.Length, right.Length) > limits.MostText || Math.Min(left.Length, right.Length) == 0)
            return null;
        var isLong = Math.Max(left.Length, right.Length) >= limits.LongText || left.Contains('\n', StringComparison.Ordinal);
        return isLong ? Compare(left, right, limits.Edits) : null;
    }

    /// <summary>Lines with their ends, or runs of letters and digits, runs of white space, and other characters one by one.</summary>
    private static string[] Pieces(string text, bool byLines)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var end = 1; end <= text.Length; end++)
        {
            if (end < text.Length && (byLines ? text[end - 1] != '\n' : BelongTogether(text[end - 1], text[end])))
                continue;
            pieces.Add(text[start..end]);
            start = end;
        }

        return [.. pieces];
    }

    private static bool BelongTogether(char first, char second) => KindOf(first) is not '.' && KindOf(first) == KindOf(second);

    /// <summary>Surrogates count as letters, so that no character is cut in two.</summary>
    private static char KindOf(char c) => char.IsLetterOrDigit(c) || c == '_' || char.IsSurrogate(c) ? 'a' : char.IsWhiteSpace(c) ? ' ' : '.';
}
