using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Axle.Schemas.Tests;

public sealed class Hostile_input
{
    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"not":{"$ref":"#"}}""")]
    [InlineData("""{"anyOf":[{"$ref":"#/anyOf/1"},{"$ref":"#/anyOf/0"}]}""")]
    public void Schema_that_leads_back_to_itself_ends_as_not_valid(string schema)
    {
        var fault = Schemas.OnlyFault(schema, "1");

        fault.Keyword.ShouldBe("limit");
        fault.Message.ShouldContain("$ref");
    }

    [Fact]
    public void Schema_that_doubles_its_work_at_every_level_runs_into_the_step_limit()
    {
        var levels = string.Join(',', Enumerable.Range(0, 40).Select(level =>
            string.Create(CultureInfo.InvariantCulture, $$$"""
            "l{{{level}}}":{"allOf":[{"$ref":"#/$defs/l{{{level + 1}}}"},{"$ref":"#/$defs/l{{{level + 1}}}"}]}
            """)));
        var schema = $$$"""{"$ref":"#/$defs/l0","$defs":{{{{levels}}},"l40":true}}""";

        Schemas.Validate(schema, "1", new SchemaOptions { MaxSteps = 10_000 }).Faults.ShouldHaveSingleItem().Keyword.ShouldBe("limit");
    }

    [Fact]
    public void Pattern_that_backtracks_for_ever_is_cut_off()
    {
        // The look-ahead forces the backtracking engine.
        var result = Schemas.Validate("""{"pattern":"^(?=a)(a+)+$"}""", $"\"{new string('a', 40)}!\"");

        result.Faults.ShouldHaveSingleItem().Keyword.ShouldBe("limit");
    }

    [Fact]
    public void Cut_off_inside_not_does_not_pass() =>
        Schemas.Validate("""{"not":{"pattern":"^(?=a)(a+)+$"}}""", $"\"{new string('a', 40)}!\"").IsValid.ShouldBeFalse();

    [Fact]
    public void Pattern_without_look_around_does_not_backtrack() =>
        Schemas.OnlyFault("""{"pattern":"^(a+)+$"}""", $"\"{new string('a', 40)}!\"").Keyword.ShouldBe("pattern");

    [Fact]
    public void Huge_pattern_is_refused() =>
        Should.Throw<SchemaException>(() => Schemas.Parse($$"""{"pattern":"{{new string('a', 8193)}}"}""")).Problem.ShouldContain("8193");

    [Fact]
    public void Very_deep_schema_is_refused()
    {
        var text = new StringBuilder("true");
        for (var level = 0; level < 300; level++)
        {
            text.Insert(0, "{\"not\":").Append('}');
        }

        using var document = JsonDocument.Parse(text.ToString(), new JsonDocumentOptions { MaxDepth = 1000 });
        Should.Throw<SchemaException>(() => JsonSchema.Parse(document.RootElement)).Problem.ShouldContain("deep");
    }

    [Fact]
    public void Schema_with_too_many_parts_is_refused() =>
        Should.Throw<SchemaException>(() => Schemas.Parse("""{"allOf":[{},{},{}]}""", new SchemaOptions { MaxSchemas = 3 }))
            .Problem.ShouldContain("more than 3");

    [Theory]
    [InlineData("""{"multipleOf":3}""", "1e999999999", false)]
    [InlineData("""{"multipleOf":0.1}""", "1e999999999", true)]
    [InlineData("""{"maximum":1}""", "1e999999999", false)]
    [InlineData("""{"minimum":-1e999999999}""", "-1e999999998", true)]
    [InlineData("""{"type":"integer"}""", "1e-999999999", false)]
    [InlineData("""{"const":0.1}""", "0.10000000000000000000000000000001", false)]
    [InlineData("""{"maximum":9007199254740993}""", "9007199254740993.5", false)]
    [InlineData("""{"multipleOf":0.0001}""", "0.0075", true)]
    public void Numbers_are_exact_at_any_size(string schema, string instance, bool valid) =>
        Schemas.Validate(schema, instance).IsValid.ShouldBe(valid);

    [Fact]
    public void Number_of_many_thousand_digits_is_given_up() =>
        Schemas.OnlyFault("""{"type":"integer"}""", new string('9', 5000)).Keyword.ShouldBe("limit");

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    public void Half_a_surrogate_pair_is_not_valid(string instance) =>
        Schemas.OnlyFault("""{"minLength":0}""", instance).Keyword.ShouldBe("limit");

    [Fact]
    public void Missing_instance_is_a_programming_error() =>
        Should.Throw<ArgumentException>(() => Schemas.Parse("true").Validate(default));

    [Fact]
    public async Task One_schema_serves_many_threads()
    {
        var schema = Schemas.Parse("""{"items":{"type":"integer","maximum":50}}""");
        using var document = JsonDocument.Parse($"[{string.Join(',', Enumerable.Range(0, 100))}]");

        var counts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => schema.Validate(document.RootElement).Faults.Count)));

        counts.ShouldAllBe(count => count == 49);
    }
}
