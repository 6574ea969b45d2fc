using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Runs.Comparison;

namespace Axle.Workflows.Tests.Runs.Comparison;

public sealed class JsonComparisonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1.0}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", "~/a")]
    [InlineData("""{"a":1}""", """{"b":1}""", "-/a +/b")]
    [InlineData("""{"a/b":{"c~d":1}}""", """{"a/b":{"c~d":2}}""", "~/a~1b/c~0d")]
    [InlineData("1", """{"a":1}""", "~")]
    [InlineData("""[1,2,3]""", """[1,3]""", "-/1")]
    [InlineData("""[1,2,3]""", """[0,1,2,3]""", "+/0")]
    [InlineData("""[1,2,3]""", """[1,9,3]""", "~/1")]
    [InlineData("""[{"x":1},{"x":2}]""", """[{"x":0},{"x":1},{"x":2}]""", "+/0")]
    [InlineData("""[{"id":"a","v":1},{"id":"b","v":1}]""", """[{"id":"b","v":2},{"id":"a","v":2}]""", "~/0/v ~/1/v")]
    [InlineData("""[{"id":"a"},{"id":"b"},{"id":"c"}]""", """[{"id":"c"},{"id":"b"},{"id":"a"}]""", ">/2")]
    [InlineData("""[{"id":"a","v":1}]""", """[{"id":"b","v":1}]""", "-/0 +/0")]
    [InlineData("""[[1],[2,3]]""", """[[1],[2,4]]""", "~/1/1")]
    [InlineData("""["a"]""", """[{"a":1}]""", "-/0 +/0")]
    public void Changes_are_found_where_they_are(string left, string right, string expected) => Marks(left, right).ShouldBe(expected);

    [Fact]
    public void A_value_that_only_one_side_has_is_one_change()
    {
        JsonComparison.Compare(null, Json("1")).Changes.Single().Kind.ShouldBe(ChangeKind.Added);
        JsonComparison.Compare(Json("1"), null).Changes.Single().Kind.ShouldBe(ChangeKind.Removed);
        JsonComparison.Compare(null, null).IsSame.ShouldBeTrue();
    }

    [Fact]
    public void Long_strings_are_compared_inside()
    {
        var left = JsonSerializer.Serialize(new { text = "one\ntwo\nthree\n" });
        var right = JsonSerializer.Serialize(new { text = "one\n2\nthree\n" });
        var text = JsonComparison.Compare(Json(left), Json(right)).Changes.Single().Text.ShouldNotBeNull();
        text.ByLines.ShouldBeTrue();
        text.Parts.Select(static p => (p.Kind, p.Text))
            .ShouldBe([(null, "one\n"), (ChangeKind.Removed, "two\n"), (ChangeKind.Added, "2\n"), (null, "three\n")]);
    }

    [Fact]
    public void Many_changes_are_counted_and_the_first_are_kept()
    {
        var left = JsonSerializer.Serialize(Enumerable.Range(0, 5_000).ToDictionary(static n => $"k{n:0000}", static n => n));
        var right = JsonSerializer.Serialize(Enumerable.Range(0, 5_000).ToDictionary(static n => $"k{n:0000}", static n => -n));
        var difference = JsonComparison.Compare(Json(left), Json(right), new ComparisonLimits { Changes = 10 });
        difference.Count.ShouldBe(4_999);
        difference.Changes.Length.ShouldBe(10);
    }

    [Fact]
    public void Large_arrays_that_differ_everywhere_are_compared_in_bounded_time_and_memory()
    {
        var left = JsonSerializer.Serialize(Enumerable.Range(0, 50_000));
        var right = JsonSerializer.Serialize(Enumerable.Range(100_000, 50_000));
        JsonComparison.Compare(Json(left), Json(right)).Count.ShouldBe(50_000);
    }

    [Fact]
    public void What_is_said_to_differ_differs_and_nothing_else_does()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var (left, right) = (Any(random, 3), Any(random, 3));
            JsonComparison.Compare(left, left).IsSame.ShouldBeTrue($"seed {seed}");
            var difference = JsonComparison.Compare(left, right);
            difference.IsSame.ShouldBe(JsonElement.DeepEquals(left, right), $"seed {seed}: {left} {right}");
            foreach (var change in difference.Changes)
            {
                Same(At(left, change.LeftPointer), change.Left).ShouldBeTrue($"seed {seed}: {left} {right} {change}");
                Same(At(right, change.RightPointer), change.Right).ShouldBeTrue($"seed {seed}: {left} {right} {change}");
            }
        }
    }

    private static string Marks(string left, string right) => string.Join(
        ' ',
        JsonComparison.Compare(Json(left), Json(right)).Changes.Select(static c => $"{"+-~>"[(int)c.Kind]}{c.Place}"));

    private static bool Same(JsonElement? x, JsonElement? y) =>
        (x is null && y is null) || (x is { } left && y is { } right && JsonElement.DeepEquals(left, right));

    private static JsonElement? At(JsonElement value, string? pointer)
    {
        if (pointer is null)
            return null;
        foreach (var name in pointer.Split('/').Skip(1))
            value = value.ValueKind == JsonValueKind.Array ? value[int.Parse(name, null)] : value.GetProperty(name);
        return value;
    }

    private static JsonElement Any(Random random, int depth) => JsonSerializer.SerializeToElement(Node(random, depth));

    private static JsonNode? Node(Random random, int depth) => random.Next(depth > 0 ? 5 : 3) switch
    {
        0 => random.Next(3),
        1 => "ab"[random.Next(2)].ToString(),
        2 => random.Next(2) == 0 ? null : random.Next(2) == 0,
        3 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Node(random, depth - 1))]),
        _ => new JsonObject(new[] { "id", "x", "y" }.Where(_ => random.Next(2) == 0).Select(name => KeyValuePair.Create(name, Node(random, depth - 1)))),
    };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
