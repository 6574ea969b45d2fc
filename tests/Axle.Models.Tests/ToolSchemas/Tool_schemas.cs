using System.Text.Json;
using Axle.Models.Wire.ToolSchemas;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.ToolSchemas;

public sealed class Tool_schemas
{
    private const string Person = """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":["integer","null"]}},"required":["name"]}""";

    [Theory]
    [InlineData("OpenAi", Person, Person)]
    [InlineData("Anthropic", Person, Person)]
    [InlineData("Gemini", Person, """{"type":"object","properties":{"name":{"type":"string"},"age":{"nullable":true,"type":"integer"}},"required":["name"]}""")]
    [InlineData("OpenAi", "{}", """{"type":"object","properties":{}}""")]
    [InlineData("OpenAi", """{"type":"object","properties":{"a":{"type":"array"}}}""", """{"type":"object","properties":{"a":{"type":"array","items":{}}}}""")]
    [InlineData("Anthropic", """{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"a":{"type":"array","items":[{"type":"string"}]}}}""",
        """{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"string"}],"items":{}}}}""")]
    [InlineData("Anthropic", """{"type":"object","properties":{"n":{"type":"number","minimum":1,"exclusiveMinimum":true}}}""",
        """{"type":"object","properties":{"n":{"type":"number","exclusiveMinimum":1}}}""")]
    [InlineData("OpenAi", """{"$ref":"#/$defs/P","$defs":{"P":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"]}}}""",
        """{"$defs":{"P":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"]}},"type":"object","properties":{"x":{"type":"string"}},"required":["x"]}""")]
    [InlineData("OpenAi", """{"anyOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"string"}},"required":["b"]},{"type":"null"}]}""",
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}""")]
    [InlineData("Anthropic", """{"type":"object","oneOf":[{"properties":{"k":{"const":"a"},"n":{"type":"integer"}},"required":["k","n"]},{"properties":{"k":{"const":"b"}},"required":["k"]}]}""",
        """{"type":"object","properties":{"k":{"anyOf":[{"const":"a"},{"const":"b"}]},"n":{"type":"integer"}},"required":["k"]}""")]
    [InlineData("OpenAi", """{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false},{"properties":{"b":{"type":"string"}},"required":["b"]}]}""",
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a","b"]}""")]
    [InlineData("Gemini", """{"type":"object","properties":{"p":{"$ref":"#/$defs/P"}},"$defs":{"P":{"type":"object","properties":{"x":{"type":"string","format":"uri","minLength":2}}}}}""",
        """{"type":"object","properties":{"p":{"type":"object","properties":{"x":{"minLength":2,"type":"string"}}}}}""")]
    [InlineData("Gemini", """{"type":"object","properties":{"m":{"type":"object","additionalProperties":{"type":"integer"}}},"additionalProperties":false}""",
        """{"type":"object","properties":{"m":{"type":"object"}}}""")]
    [InlineData("Gemini", """{"type":"object","properties":{"e":{"enum":["a","b",null]},"i":{"type":"integer","enum":[1,2]},"c":{"const":"x"}}}""",
        """{"type":"object","properties":{"e":{"nullable":true,"type":"string","enum":["a","b"]},"i":{"type":"integer","description":"One of: 1, 2."},"c":{"type":"string","enum":["x"]}}}""")]
    [InlineData("Gemini", """{"type":"object","properties":{"o":{"description":"d","anyOf":[{"type":"string"},{"type":"null"}]},"u":{"type":["string","number"]}}}""",
        """{"type":"object","properties":{"o":{"description":"d","nullable":true,"type":"string"},"u":{"anyOf":[{"type":"string"},{"type":"number"}]}}}""")]
    [InlineData("Gemini", """{"type":"object","properties":{"a":{"allOf":[{"$ref":"#/$defs/A"}],"description":"mine"}},"$defs":{"A":{"type":"string","description":"theirs","maxLength":3}}}""",
        """{"type":"object","properties":{"a":{"description":"mine","maxLength":3,"type":"string"}}}""")]
    [InlineData("Gemini", """{"type":"object","properties":{"n":{"type":"integer","exclusiveMinimum":0}}}""",
        """{"type":"object","properties":{"n":{"type":"integer","description":"More than 0."}}}""")]
    [InlineData("OpenAiStrict", """{"type":"object","properties":{"a":{"type":"string","minLength":3,"default":"x"},"b":{"oneOf":[{"type":"integer"},{"type":"null"}]}},"required":["a","b"]}""",
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"anyOf":[{"type":"integer"},{"type":"null"}]}},"required":["a","b"],"additionalProperties":false}""")]
    public void Schema_is_said_in_the_dialect(string dialect, string schema, string expected)
    {
        ToolEmitter.TryExpress(Samples.Json(schema), Enum.Parse<SchemaDialect>(dialect), out var expressed, out var reason).ShouldBeTrue(reason);
        JsonElement.DeepEquals(expressed, Samples.Json(expected)).ShouldBeTrue(expressed.GetRawText());
    }

    [Theory]
    [InlineData("OpenAi", """{"type":"array","items":{}}""", "something else than an object")]
    [InlineData("OpenAi", """{"type":"strng"}""", "'/type' must be one of")]
    [InlineData("OpenAi", """{"type":"object","properties":[]}""", "'/properties' must be an object of schemas")]
    [InlineData("OpenAi", """{"type":"object","properties":{"a":"string"}}""", "'/properties/a' must be a schema")]
    [InlineData("OpenAi", """{"type":"object","properties":{"a":{"required":true}}}""", "'/properties/a/required'")]
    [InlineData("Anthropic", """{"type":"object","properties":{"a":{"enum":[]}}}""", "'/properties/a/enum'")]
    [InlineData("Anthropic", """{"type":"object","properties":{"a":{"$ref":"#/$defs/Gone"}}}""", "points to nothing")]
    [InlineData("Anthropic", """{"type":"object","properties":{"a":{"$ref":"https://example.com/s.json"}}}""", "points to nothing")]
    [InlineData("Anthropic", """{"type":"object","properties":{"a b":{}}}""", "name that this provider does not take")]
    [InlineData("OpenAi", """{"$ref":"#"}""", "circle")]
    [InlineData("Gemini", """{"type":"object","properties":{"n":{"$ref":"#/$defs/N"}},"$defs":{"N":{"type":"object","properties":{"next":{"$ref":"#/$defs/N"}}}}}""", "contains itself")]
    [InlineData("Gemini", """{"type":"object","properties":{"a":{"allOf":[{"$ref":"#/properties/a/allOf/0"}]}}}""", "circle")]
    [InlineData("OpenAiStrict", Person, "optional")]
    [InlineData("OpenAiStrict", """{"type":"object","properties":{"m":{"type":"object","additionalProperties":{"type":"string"}}},"required":["m"]}""", "not listed")]
    [InlineData("OpenAiStrict", """{"type":"object","properties":{"m":{}},"required":["m"]}""", "allows anything")]
    public void Schema_that_cannot_be_said_has_a_reason(string dialect, string schema, string reason)
    {
        ToolEmitter.TryExpress(Samples.Json(schema), Enum.Parse<SchemaDialect>(dialect), out _, out var why).ShouldBeFalse();
        why.ShouldContain(reason);
    }

    [Fact]
    public void One_bad_tool_is_left_out_alone_and_noted_on_the_call()
    {
        var call = new ModelCall(Wire.Setup.Ask());
        var options = new ChatOptions
        {
            Tools = [Tool("good", Person), Tool("bad", """{"type":"strng"}"""), Tool("bad name", Person), Tool("also_good", "{}")],
        };
        call.TravelWith(options);

        var emitted = ToolEmitter.Emit(options, SchemaDialect.OpenAi, "openai");
        ToolEmitter.Emit(options, SchemaDialect.OpenAi, "openai");

        emitted.Select(t => t.Tool.Name).ShouldBe(["good", "also_good"]);
        call.QuarantinedTools.Select(q => q.Name).ShouldBe(["bad", "bad name"]);
        call.QuarantinedTools[0].Provider.ShouldBe("openai");
        call.QuarantinedTools[0].Reason.ShouldContain("'/type'");
    }

    [Fact]
    public void Strict_is_asked_for_only_where_it_means_the_same()
    {
        var strict = new Dictionary<string, object?> { ["strict"] = true };
        var options = new ChatOptions
        {
            Tools = [Tool("a", Person, strict), Tool("b", """{"type":"object","properties":{"x":{"type":"string"}},"required":["x"]}""", strict)],
        };

        ToolEmitter.Emit(options, SchemaDialect.OpenAi, "openai").Select(t => t.IsStrict).ShouldBe([false, true]);
    }

    [Fact]
    public void Every_schema_of_the_public_suite_is_said_or_has_a_reason_in_every_dialect()
    {
        Assert.SkipWhen(SharedData.Find("json-schema-suite") is null, SharedData.Missing);
        var schemas = Directory.EnumerateFiles(SharedData.Find("json-schema-suite")!, "*.json", SearchOption.AllDirectories)
            .SelectMany(SchemasOf).ToList();
        schemas.Count.ShouldBeGreaterThan(500);
        foreach (var schema in schemas)
        {
            var wrapped = JsonSerializer.SerializeToElement(new { type = "object", properties = new { x = schema } });
            foreach (var dialect in Enum.GetValues<SchemaDialect>())
            {
                foreach (var one in new[] { schema, wrapped })
                {
                    var isSaid = ToolEmitter.TryExpress(one, dialect, out var said, out var reason);
                    (isSaid ? said.ValueKind == JsonValueKind.Object : reason.Length > 0).ShouldBeTrue();
                }
            }
        }
    }

    private static IEnumerable<JsonElement> SchemasOf(string file)
    {
        var groups = Samples.Json(File.ReadAllText(file));
        return groups.ValueKind == JsonValueKind.Array
            ? groups.EnumerateArray().Where(g => g.ValueKind == JsonValueKind.Object && g.TryGetProperty("schema", out _)).Select(g => g.GetProperty("schema"))
            : [];
    }

    private static Declared Tool(string name, string schema, Dictionary<string, object?>? more = null) => new Declared(name, Samples.Json(schema), more);

    private sealed class Declared(string name, JsonElement schema, Dictionary<string, object?>? more) : AIFunctionDeclaration
    {
        public override string Name => name;
        public override JsonElement JsonSchema => schema;
        public override IReadOnlyDictionary<string, object?> AdditionalProperties => more ?? [];
    }
}
