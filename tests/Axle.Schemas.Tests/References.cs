using System.Text.Json;

namespace Axle.Schemas.Tests;

public sealed class References
{
    private const string Tree = """
        "$id": "http://example.org/tree", "$dynamicAnchor": "node", "type": "object",
        "properties": { "data": true, "children": { "type": "array", "items": { "$dynamicRef": "#node" } } }
        """;

    private const string StrictTree = """
        {
          "$id": "http://example.org/strict-tree", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": false,
          "$defs": { "tree": { TREE } }
        }
        """;

    private const string RecursiveTree = """
        {
          "$schema": "https://json-schema.org/draft/2019-09/schema",
          "$id": "http://example.org/strict-tree", "$recursiveAnchor": ANCHOR, "$ref": "tree", "unevaluatedProperties": false,
          "$defs": {
            "tree": {
              "$id": "tree", "$recursiveAnchor": true, "type": "object",
              "properties": { "data": true, "children": { "type": "array", "items": { "$recursiveRef": "#" } } }
            }
          }
        }
        """;

    [Theory]
    [InlineData("""{"children":[{"data":1}]}""", true)]
    [InlineData("""{"children":[{"daat":1}]}""", false)]
    [InlineData("""{"daat":1}""", false)]
    public void Dynamic_reference_leads_to_the_outermost_anchor(string instance, bool valid) =>
        Schemas.Validate(StrictTree.Replace("TREE", Tree, StringComparison.Ordinal), instance).IsValid.ShouldBe(valid);

    [Fact]
    public void Dynamic_reference_without_a_dynamic_anchor_at_its_first_target_is_an_ordinary_one() =>
        Schemas.Validate(
            StrictTree.Replace("TREE", Tree.Replace("$dynamicAnchor", "$anchor", StringComparison.Ordinal), StringComparison.Ordinal),
            """{"children":[{"daat":1}]}""").IsValid.ShouldBeTrue();

    [Theory]
    [InlineData("true", """{"children":[{"daat":1}]}""", false)]
    [InlineData("false", """{"children":[{"daat":1}]}""", true)]
    public void Recursive_reference_leads_to_the_outermost_recursive_anchor(string anchor, string instance, bool valid) =>
        Schemas.Validate(RecursiveTree.Replace("ANCHOR", anchor, StringComparison.Ordinal), instance).IsValid.ShouldBe(valid);

    [Theory]
    [InlineData("http://json-schema.org/draft-07/schema#")]
    [InlineData("https://json-schema.org/draft/2019-09/schema")]
    [InlineData("https://json-schema.org/draft/2020-12/schema")]
    public void Metaschemas_are_at_hand(string uri)
    {
        var schema = JsonSerializer.Serialize(new Dictionary<string, string> { ["$schema"] = uri, ["$ref"] = uri });

        Schemas.Validate(schema, """{"properties":{"a":{"minLength":2}}}""").Faults.ShouldBeEmpty();
        Schemas.Validate(schema, """{"properties":{"a":{"minLength":-2}}}""").Faults.ShouldContain(fault => fault.InstancePath == "/properties/a/minLength");
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2020-12/meta/core")]
    [InlineData("https://json-schema.org/draft/2020-12/meta/applicator")]
    [InlineData("https://json-schema.org/draft/2020-12/meta/unevaluated")]
    [InlineData("https://json-schema.org/draft/2020-12/meta/validation")]
    [InlineData("https://json-schema.org/draft/2020-12/meta/meta-data")]
    [InlineData("https://json-schema.org/draft/2020-12/meta/format-annotation")]
    [InlineData("https://json-schema.org/draft/2020-12/meta/format-assertion")]
    [InlineData("https://json-schema.org/draft/2020-12/meta/content")]
    [InlineData("https://json-schema.org/draft/2019-09/meta/core")]
    [InlineData("https://json-schema.org/draft/2019-09/meta/format")]
    public void Vocabularies_are_at_hand(string uri) =>
        Schemas.Validate(JsonSerializer.Serialize(new Dictionary<string, string> { ["$ref"] = uri }), "5").IsValid.ShouldBeFalse();

    [Theory]
    [InlineData("""{"$defs":{"n":{"$id":"http://localhost/n","$anchor":"here","type":"integer"}},"$ref":"http://localhost/n#here"}""")]
    [InlineData("""{"$id":"urn:example:root","$defs":{"n":{"$anchor":"n","type":"integer"}},"$ref":"urn:example:root#n"}""")]
    [InlineData("""{"$id":"http://localhost/a/","$defs":{"n":{"$id":"b/c","$defs":{"x":{"type":"integer"}}}},"$ref":"b/c#/$defs/x"}""")]
    [InlineData("""{"$defs":{"a~b/c%d":{"type":"integer"}},"$ref":"#/$defs/a~0b~1c%25d"}""")]
    [InlineData("""{"$id":"http://localhost/a","$ref":"http://localhost/a#/x","x":{"type":"integer"}}""")]
    [InlineData("""{"unknown":{"$id":"#x","inner":{"type":"integer"}},"$ref":"#/unknown/inner"}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"n":{"$id":"#here","type":"integer"}},"$ref":"#here"}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","allOf":[{"$ref":"#/definitions/n","minimum":5}],"definitions":{"n":{"type":"integer"}}}""")]
    public void Names_lead_to_their_schema(string schema)
    {
        Schemas.Validate(schema, "1").IsValid.ShouldBeTrue();
        Schemas.Validate(schema, "\"x\"").IsValid.ShouldBeFalse();
    }

    [Fact]
    public void Resolver_is_asked_with_the_absolute_address()
    {
        var resolver = new OneSchema("http://example.org/dir/other.json", """{"$defs":{"n":{"type":"integer"}}}""");

        var schema = JsonSchema.Parse(JsonElement.Parse("""{"$id":"http://example.org/dir/main.json","$ref":"other.json#/$defs/n"}"""), resolver);

        schema.Validate(JsonElement.Parse("\"x\"")).Faults.ShouldHaveSingleItem().SchemaPath.ShouldBe("http://example.org/dir/other.json#/$defs/n/type");
    }

    [Fact]
    public void Schema_without_a_draft_takes_that_of_its_referrer()
    {
        var resolver = new OneSchema("http://example.org/other.json", """{"items":[{"type":"integer"}]}""");

        var schema = JsonSchema.Parse(
            JsonElement.Parse("""{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"http://example.org/other.json"}"""), resolver);

        schema.Validate(JsonElement.Parse("""["x"]""")).IsValid.ShouldBeFalse();
    }

    private sealed class OneSchema(string known, string schema) : ISchemaResolver
    {
        public JsonElement? Find(string uri) => uri == known ? JsonElement.Parse(schema) : null;
    }
}
