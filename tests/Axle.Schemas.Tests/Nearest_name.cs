namespace Axle.Schemas.Tests;

public sealed class Nearest_name
{
    [Theory]
    [InlineData("naem", "name")]
    [InlineData("Name", "name")]
    [InlineData("descripton", "description")]
    [InlineData("nothing-like-it", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    public void Is_found_within_a_third_of_the_letters(string written, string? meant) =>
        NearestName.Find(written, ["name", "description", "y"]).ShouldBe(meant);

    [Fact]
    public void First_of_equally_near_names_wins() => NearestName.Find("bat", ["cat", "hat"]).ShouldBe("cat");

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "SAME", 0)]
    public void Distance_counts_slips(string left, string right, int slips)
    {
        NearestName.Distance(left, right).ShouldBe(slips);
        NearestName.Distance(right, left).ShouldBe(slips);
    }
}
