using Axle.Workflows.Runs.Comparison;

namespace Axle.Workflows.Tests.Runs.Comparison;

public sealed class EditScriptTests
{
    [Theory]
    [InlineData("ABCABBA", "CBABAC")]
    [InlineData("", "")]
    [InlineData("", "abc")]
    [InlineData("abc", "")]
    [InlineData("abc", "abc")]
    [InlineData("abcd", "xyz")]
    [InlineData("the quick brown fox", "the slow brown ox")]
    public void Removed_and_added_parts_are_as_few_as_can_be_and_lead_from_left_to_right(string left, string right) => Check(left, right);

    [Fact]
    public void Random_texts_are_compared_as_the_textbook_does()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            Check(Text(random), Text(random), $"seed {seed}");
        }
    }

    [Fact]
    public void Texts_that_differ_too_much_count_as_replaced_between_what_they_begin_and_end_with_in_common()
    {
        var parts = TextComparison.Compare("a b c d e f", "a 1 c 2 e f", mostEdits: 3).Parts;
        parts.Select(static p => (p.Kind, p.Text)).ShouldBe([(null, "a "), (ChangeKind.Removed, "b c d"), (ChangeKind.Added, "1 c 2"), (null, " e f")]);
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => ".-,;"[random.Next(4)]));

    /// <summary>Characters of punctuation are words of their own; others are put apart by spaces here.</summary>
    private static void Check(string left, string right, string because = "")
    {
        var parts = TextComparison.Compare(left, right).Parts;
        string.Concat(parts.Where(static p => p.Kind is not ChangeKind.Added).Select(static p => p.Text)).ShouldBe(left, because);
        string.Concat(parts.Where(static p => p.Kind is not ChangeKind.Removed).Select(static p => p.Text)).ShouldBe(right, because);
        if (because.Length > 0)
            parts.Where(static p => p.Kind is null).Sum(static p => p.Text.Length).ShouldBe(LongestCommon(left, right), because);
    }

    /// <summary>The length of the longest common subsequence, by the table of Wagner and Fischer.</summary>
    private static int LongestCommon(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
                table[i, j] = left[i - 1] == right[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
        }

        return table[left.Length, right.Length];
    }
}
