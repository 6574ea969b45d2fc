using System.Text.Json;

namespace Axle.Schemas.Tests;

public sealed class Defaults_of_missing_properties
{
    [Theory]
    [InlineData("""{"properties":{"a":{"default":1}}}""", "{}", """{"a":1}""")]
    [InlineData("""{"properties":{"a":{"default":1}}}""", """{"a":null}""", """{"a":null}""")]
    [InlineData("""{"properties":{"a":{"properties":{"b":{"default":2}}}}}""", """{"a":{}}""", """{"a":{"b":2}}""")]
    [InlineData("""{"properties":{"a":{"properties":{"b":{"default":2}}}}}""", "{}", "{}")]
    [InlineData("""{"properties":{"a":{"default":{},"properties":{"b":{"default":2}}}}}""", "{}", """{"a":{"b":2}}""")]
    [InlineData("""{"items":{"properties":{"a":{"default":1}}}}""", "[{},{}]", """[{"a":1},{"a":1}]""")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/a"}},"$defs":{"a":{"default":3}}}""", "{}", """{"a":3}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{"default":1}}}]}""", "{}", """{"a":1}""")]
    [InlineData("""{"if":{"required":["x"]},"then":{"properties":{"a":{"default":1}}},"else":{"properties":{"a":{"default":2}}}}""", "{}", """{"a":2}""")]
    [InlineData("""{"oneOf":[{"properties":{"k":{"const":1}}},{"properties":{"k":{"const":2},"a":{"default":2}}}]}""", """{"k":2}""", """{"k":2,"a":2}""")]
    [InlineData("""{"properties":{"a":{"default":1}}}""", "[]", "[]")]
    public void Are_put_in_at_every_depth(string schema, string instance, string expected) =>
        Schemas.Parse(schema).WithDefaults(JsonElement.Parse(instance)).GetRawText().ShouldBe(expected);

    [Fact]
    public void Without_end_are_refused() =>
        Should.Throw<SchemaException>(() => Schemas.Parse("""{"properties":{"a":{"$ref":"#","default":{}}}}""").WithDefaults(JsonElement.Parse("{}")))
            .Problem.ShouldContain("does not end");
}
