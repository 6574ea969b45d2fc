using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Expressions;

/// <summary>The line-by-line door that the command line uses.</summary>
public sealed class ExpressionEvaluationTests
{
    [Theory]
    [InlineData("""{"expr":"a.b","contexts":{"a":{"b":[1,2.50]}}}""", """{"kind":"Array","value":[1,2.5]}""")]
    [InlineData("""{"expr":"NaN"}""", """{"kind":"Number","value":null}""")]
    [InlineData("""{"expr":"a","contexts":{"b":1}}""",
        """{"error":{"kind":"parsing","value":"Unrecognized named-value: \u0027a\u0027. Located at position 1 within expression: a"}}""")]
    [InlineData("""{"expr":"fromJSON('')"}""", """{"error":{"kind":"evaluation","value":"empty input"}}""")]
    [InlineData("""{"expr":"'\ud800'"}""",
        """{"error":{"kind":"evaluation","value":"A text in the JSON value is not well-formed Unicode."}}""")]
    [InlineData("""{"exp":1}""", """{"error":{"kind":"input","value":"The line is not JSON: an object with a string \u0027expr\u0027 is needed."}}""")]
    public void Line_gives_a_line(string line, string answer) => ExpressionEvaluation.EvaluateLine(line).ShouldBe(answer);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    public void Line_that_is_no_case_is_an_input_error(string line) =>
        ExpressionEvaluation.EvaluateLine(line).ShouldStartWith("""{"error":{"kind":"input",""");
}
