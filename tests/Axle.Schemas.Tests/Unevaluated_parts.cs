namespace Axle.Schemas.Tests;

public sealed class Unevaluated_parts
{
    [Theory]
    [InlineData("""{"properties":{"a":true},"unevaluatedProperties":false}""", """{"a":1}""", true)]
    [InlineData("""{"properties":{"a":true},"unevaluatedProperties":false}""", """{"a":1,"b":2}""", false)]
    [InlineData("""{"unevaluatedProperties":{"type":"string"}}""", """{"a":"x"}""", true)]
    [InlineData("""{"patternProperties":{"^a":true},"unevaluatedProperties":false}""", """{"ab":1}""", true)]
    [InlineData("""{"additionalProperties":true,"unevaluatedProperties":false}""", """{"x":1}""", true)]
    [InlineData("""{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}""", """{"a":1}""", true)]
    [InlineData("""{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":true},"required":["b"]}],"unevaluatedProperties":false}""", """{"a":1,"b":2}""", true)]
    [InlineData("""{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":true},"required":["b"]}],"unevaluatedProperties":false}""", """{"a":5,"b":2}""", false)]
    [InlineData("""{"oneOf":[{"properties":{"a":true},"required":["a"]},{"properties":{"b":true},"required":["b"]}],"unevaluatedProperties":false}""", """{"b":2}""", true)]
    [InlineData("""{"not":{"not":{"properties":{"a":true}}},"unevaluatedProperties":false}""", """{"a":1}""", false)]
    [InlineData("""{"if":{"properties":{"a":true},"required":["a"]},"unevaluatedProperties":false}""", """{"a":1}""", true)]
    [InlineData("""{"if":{"properties":{"a":{"const":1}},"required":["a"]},"else":{"properties":{"b":true}},"unevaluatedProperties":false}""", """{"b":1}""", true)]
    [InlineData("""{"if":{"properties":{"a":{"const":1}},"required":["a"]},"else":{"properties":{"b":true}},"unevaluatedProperties":false}""", """{"a":2,"b":1}""", false)]
    [InlineData("""{"dependentSchemas":{"a":{"properties":{"a":true}}},"unevaluatedProperties":false}""", """{"a":2}""", true)]
    [InlineData("""{"$ref":"#/$defs/x","$defs":{"x":{"properties":{"a":true}}},"unevaluatedProperties":false}""", """{"a":2}""", true)]
    [InlineData("""{"allOf":[{"properties":{"a":true}},{"unevaluatedProperties":false}]}""", """{"a":2}""", false)]
    [InlineData("""{"allOf":[{"unevaluatedProperties":true}],"unevaluatedProperties":false}""", """{"a":2}""", true)]
    [InlineData("""{"properties":{"o":{"properties":{"a":true}}},"unevaluatedProperties":false}""", """{"o":{"x":1}}""", true)]
    [InlineData("""{"unevaluatedProperties":false}""", "[1]", true)]
    public void Properties(string schema, string instance, bool valid) => Schemas.Validate(schema, instance).IsValid.ShouldBe(valid);

    [Theory]
    [InlineData("""{"prefixItems":[true],"unevaluatedItems":false}""", "[1]", true)]
    [InlineData("""{"prefixItems":[true],"unevaluatedItems":false}""", "[1,2]", false)]
    [InlineData("""{"items":{"type":"integer"},"unevaluatedItems":false}""", "[1,2]", true)]
    [InlineData("""{"contains":{"type":"string"},"unevaluatedItems":{"type":"integer"}}""", """[1,"a",2]""", true)]
    [InlineData("""{"contains":{"type":"string"},"unevaluatedItems":{"type":"integer"}}""", """[true,"a"]""", false)]
    [InlineData("""{"allOf":[{"prefixItems":[true]},{"prefixItems":[true,true]}],"unevaluatedItems":false}""", "[1,2]", true)]
    [InlineData("""{"anyOf":[{"prefixItems":[{"const":1},true]},{"prefixItems":[true]}],"unevaluatedItems":false}""", "[2,2]", false)]
    [InlineData("""{"if":{"contains":{"const":"a"}},"then":{"if":{"contains":{"const":"b"}}},"unevaluatedItems":false}""", """["a","b","a"]""", true)]
    [InlineData("""{"if":{"contains":{"const":"a"}},"then":{"if":{"contains":{"const":"b"}}},"unevaluatedItems":false}""", """["b"]""", false)]
    [InlineData("""{"minContains":0,"contains":{"const":"a"},"unevaluatedItems":false}""", """["a"]""", true)]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2019-09/schema","contains":{"const":"a"},"unevaluatedItems":false}""", """["a"]""", false)]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2019-09/schema","items":[true],"additionalItems":true,"unevaluatedItems":false}""", "[1,2]", true)]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","unevaluatedItems":false,"unevaluatedProperties":false}""", "[1]", true)]
    public void Items(string schema, string instance, bool valid) => Schemas.Validate(schema, instance).IsValid.ShouldBe(valid);
}
