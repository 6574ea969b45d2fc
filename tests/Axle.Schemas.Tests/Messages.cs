namespace Axle.Schemas.Tests;

public sealed class Messages
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1.5", "type", "expected integer, found number with a fraction")]
    [InlineData("""{"type":["string","null"]}""", "[]", "type", "expected null or string, found array")]
    [InlineData("""{"enum":["red","green"]}""", "\"gren\"", "enum", "must be one of \"red\", \"green\"; did you mean \"green\"?")]
    [InlineData("""{"const":4}""", "5", "const", "must be 4")]
    [InlineData("""{"minimum":1.5}""", "1", "minimum", "must be at least 1.5")]
    [InlineData("""{"exclusiveMaximum":3}""", "3", "exclusiveMaximum", "must be less than 3")]
    [InlineData("""{"multipleOf":0.01}""", "0.005", "multipleOf", "must be a multiple of 0.01")]
    [InlineData("""{"minLength":3}""", "\"ab\"", "minLength", "must have at least 3 characters, has 2")]
    [InlineData("""{"pattern":"^a"}""", "\"b\"", "pattern", "must match the pattern ^a")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "maxItems", "must have at most 1 items, has 2")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", "uniqueItems", "items must all differ; item 2 was there before")]
    [InlineData("""{"required":["a","b"]}""", "{}", "required", "properties 'a', 'b' are missing")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "dependentRequired", "where 'a' is given, 'b' must be given too")]
    [InlineData("""{"properties":{"name":true},"additionalProperties":false}""", """{"naem":1}""", "additionalProperties", "unknown property 'naem'; did you mean 'name'?")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "propertyNames", "the name 'ab' is not allowed: must have at most 1 characters, has 2")]
    [InlineData("false", "1", "false", "nothing is allowed here; leave it out")]
    public void Fault_says_what_is_wrong_and_what_would_be_right(string schema, string instance, string keyword, string message)
    {
        var fault = Schemas.OnlyFault(schema, instance);

        fault.Keyword.ShouldBe(keyword);
        fault.Message.ShouldBe(message);
    }

    [Fact]
    public void Fault_points_to_the_value_and_to_the_keyword()
    {
        var fault = Schemas.OnlyFault(
            """{"properties":{"a/b":{"items":{"$ref":"#/$defs/age"}}},"$defs":{"age":{"minimum":0}}}""", """{"a/b":[1,-1]}""");

        fault.InstancePath.ShouldBe("/a~1b/1");
        fault.SchemaPath.ShouldBe("#/$defs/age/minimum");
    }

    [Fact]
    public void All_faults_are_found_up_to_the_limit()
    {
        const string Schema = """{"items":{"type":"string"}}""";

        Schemas.Validate(Schema, "[1,2,3]").Faults.Count.ShouldBe(3);
        Schemas.Validate(Schema, "[1,2,3]", new SchemaOptions { MaxFaults = 2 }).Faults.Count.ShouldBe(2);
    }

    [Fact]
    public void Alternatives_report_the_nearest_one()
    {
        var result = Schemas.Validate(
            """{"anyOf":[{"type":"string"},{"properties":{"age":{"minimum":0}},"required":["age"]}]}""", """{"age":-1}""");

        result.Faults.Select(fault => fault.Message).ShouldBe(
            ["matches none of the 2 alternatives; what keeps it from the nearest one follows", "must be at least 0"]);
    }

    [Fact]
    public void Text_of_the_instance_is_never_repeated()
    {
        const string Schema = """{"type":"integer","enum":[1],"pattern":"^x","maxLength":2,"format":"email"}""";

        var result = Schemas.Validate(Schema, "\"confidential\"", new SchemaOptions { AssertFormats = true });

        result.Faults.Count.ShouldBe(5);
        result.ToString().ShouldNotContain("confidential");
    }

    [Fact]
    public void Failed_branch_does_not_accuse_properties_as_unevaluated() =>
        Schemas.OnlyFault("""{"allOf":[{"properties":{"a":{"type":"string"}}}],"unevaluatedProperties":false}""", """{"a":1}""")
            .Keyword.ShouldBe("type");

    [Theory]
    [InlineData("""{"type":"strng"}""", "#/type", "did you mean 'string'?")]
    [InlineData("""{"properties":{"a":{"minLength":-1}}}""", "#/properties/a/minLength", "whole number")]
    [InlineData("""{"properties":{"a":5}}""", "#/properties/a", "object, true or false")]
    [InlineData("""{"$ref":"#/$defs/nam","$defs":{"name":{}}}""", "#/$ref", "did you mean 'name'?")]
    [InlineData("""{"$ref":"#here"}""", "#/$ref", "no anchor 'here'")]
    [InlineData("""{"$ref":"http://example.org/x"}""", "#/$ref", "known to the resolver")]
    [InlineData("""{"pattern":"(a"}""", "#/pattern", "pattern cannot be used")]
    [InlineData("""{"pattern":"\\Z"}""", "#/pattern", "has no meaning")]
    [InlineData("""{"multipleOf":0}""", "#/multipleOf", "greater than 0")]
    [InlineData("""{"required":"a"}""", "#/required", "list of property names")]
    [InlineData("""{"enum":5}""", "#/enum", "list of values")]
    [InlineData("""{"$schema":"http://example.org/mine"}""", "#/$schema", "is not known")]
    public void Broken_schema_is_refused_with_its_place(string schema, string place, string problem)
    {
        var exception = Should.Throw<SchemaException>(() => Schemas.Parse(schema));

        exception.SchemaPath.ShouldBe(place);
        exception.Problem.ShouldContain(problem);
    }
}
