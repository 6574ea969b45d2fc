using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Memory;

namespace Axle.Agents.Tests.Memory;

public sealed class JsonMergeTests
{
    [Theory]
    [InlineData("""{"a":1,"b":1}""", """{"a":2,"b":1}""", """{"a":1,"b":3}""", """{"a":2,"b":3}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":3}""", """{"a":3}""", "/a")]
    [InlineData("""{"a":1,"b":1}""", """{"a":1}""", """{"a":1,"b":1,"c":1}""", """{"a":1,"c":1}""", "")]
    [InlineData("""{"a":1}""", """{}""", """{"a":2}""", """{"a":2}""", "/a")]
    [InlineData("""{"x":{"a":1,"b":1}}""", """{"x":{"a":2,"b":1}}""", """{"x":{"a":3,"b":2}}""", """{"x":{"a":3,"b":2}}""", "/x/a")]
    [InlineData("""{"l":[1]}""", """{"l":[1,2]}""", """{"l":[1,3]}""", """{"l":[1,2,3]}""", "")]
    [InlineData("""{"l":[1]}""", """{"l":[]}""", """{"l":[1,3]}""", """{"l":[1,3]}""", "/l")]
    [InlineData("""{"a/b":1}""", """{"a/b":2}""", """{"a/b":3}""", """{"a/b":3}""", "/a~1b")]
    [InlineData("1", "2", "3", "3", "<all>")]
    [InlineData("1", "2", "1", "2", "")]
    [InlineData(null, """{"a":1}""", """{"b":2}""", """{"a":1,"b":2}""", "")]
    [InlineData(null, """{"a":1}""", """{"a":2}""", """{"a":2}""", "/a")]
    public void Fields_that_one_side_changed_are_kept_and_clashes_are_told(string? before, string mine, string theirs, string expected, string clash)
    {
        var clashes = ImmutableArray.CreateBuilder<string>();
        var merged = JsonMerge.Merge(before is null ? null : JsonElement.Parse(before), JsonElement.Parse(mine), JsonElement.Parse(theirs), clashes);
        merged.GetRawText().ShouldBe(expected);
        clashes.ShouldBe(clash switch { "" => [], "<all>" => [""], _ => [clash] });
    }
}
