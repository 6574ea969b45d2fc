using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Expressions;

public sealed class TemplateTests
{
    private const string Contexts = """
        { "inputs": { "n": 3, "flag": true, "list": [1, { "a": null }], "text": "x \" y", "id": 1234567890123456789 } }
        """;

    [Theory]
    [InlineData("\"${{ inputs.n }}\"", "3")]
    [InlineData("\"${{ inputs.list }}\"", "[1,{\"a\":null}]")]
    [InlineData("\"${{inputs.id}}\"", "1234567890123456789")]
    [InlineData("\"n=${{ inputs.n }}, ${{ inputs.flag }}${{ inputs.none }}!\"", "\"n=3, true!\"")]
    [InlineData("\" ${{ inputs.n }}\"", "\" 3\"")]
    [InlineData("\"${{ inputs.n }}${{ inputs.n }}\"", "\"33\"")]
    [InlineData("\"${{ format('{0} }} {{', '}}') }}\"", "\"}} } {\"")]
    [InlineData("\"${{ format('{0} }', '}}') }}\"", null)]
    [InlineData("\"${{ format('{0} }}}} {{{{', '}}') }}\"", "\"}} }} {{\"")]
    [InlineData("{\"a\":[{\"b\":\"${{ inputs.flag }}\"},2],\"c\":\"plain }} $\"}", "{\"a\":[{\"b\":true},2],\"c\":\"plain }} $\"}")]
    [InlineData("\"list: ${{ inputs.list }}\"", "\"list: Array\"")]
    public void Template_has_its_value(string json, string? value)
    {
        var template = Template.Parse(JsonDocument.Parse(json).RootElement);
        if (value is null)
        {
            Should.Throw<ExpressionException>(() => template.Evaluate(Evaluate.Scope(Contexts))).Kind.ShouldBe(ExpressionFaultKind.Evaluation);
            return;
        }

        template.Evaluate(Evaluate.Scope(Contexts)).GetRawText().ShouldBe(value);
    }

    [Fact]
    public void Every_fault_is_reported_with_its_place()
    {
        var json = JsonDocument.Parse("""
            { "ok": "${{ inputs.a }}", "bad/key": ["text ${{ nosuch() }} ${{ 1 = }}"], "open": "${{ inputs.a", "${{ k }}": "${{ }}" }
            """).RootElement;

        Template.TryParse(json, out var template, out var faults).ShouldBeFalse();

        template.ShouldBeNull();
        faults.Select(fault => $"{fault.Path}@{fault.Offset}").ShouldBe(["/bad~1key/0@9", "/bad~1key/0@27", "/open@0", "/${{ k }}@0", "/${{ k }}@3"]);
    }

    [Fact]
    public void Parts_and_references_tell_where_contexts_are_read()
    {
        var template = Template.Parse(JsonDocument.Parse("""{ "a": ["x ${{ steps.lint.output }}"], "b": "${{ inputs.n }}" }""").RootElement);

        template.IsLiteral.ShouldBeFalse();
        template.Parts.Select(part => $"{part.Path}@{part.Offset}:{part.Expression.Text.Trim()}")
            .ShouldBe(["/a/0@5:steps.lint.output", "/b@3:inputs.n"]);
        template.References.Select(reference => reference.ToString()).ShouldBe(["steps.lint.output", "inputs.n"]);
    }

    [Fact]
    public void Literal_template_is_its_source()
    {
        var json = JsonDocument.Parse("""{ "a": [1, "two"] }""").RootElement;

        var template = Template.Parse(json);

        template.IsLiteral.ShouldBeTrue();
        template.Evaluate(Evaluate.Scope()).GetRawText().ShouldBe(json.GetRawText());
    }

    [Fact]
    public void Literal_keeps_braces_as_text()
    {
        var json = JsonSerializer.SerializeToElement("${{ inputs.n }}");

        Template.Literal(json).Evaluate(Evaluate.Scope(Contexts)).GetString().ShouldBe("${{ inputs.n }}");
    }
}
