using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Expressions;

/// <summary>Cases of our own, so that the semantics are held even where GitHub's suite is not at hand.</summary>
public sealed class ExpressionSemanticsTests
{
    private const string Contexts = """
        {
          "steps": {
            "lint": { "status": "succeeded", "output": { "files": [ { "name": "a.cs", "size": 3 }, { "name": "b.cs" }, { "size": 9 } ] } },
            "Build": { "status": "failed", "error": null }
          },
          "big": { "id": 1234567890123456789 },
          "twice": { "key": 1, "KEY": 2 }
        }
        """;

    [Theory]
    [InlineData("", "null")]
    [InlineData("'it''s ''quoted'''", "\"it\\u0027s \\u0027quoted\\u0027\"")]
    [InlineData("0x1f", "31")]
    [InlineData("0xffffffff", "4294967295")]
    [InlineData("-1.5e3", "-1500")]
    [InlineData("-0", "0")]
    [InlineData("NaN", "null")]
    [InlineData("1 < 2 == true", "true")]
    [InlineData("!'' && 'yes' || 'no'", "\"yes\"")]
    [InlineData("null || 0 || ''", "\"\"")]
    [InlineData("'10' == 10.0", "true")]
    [InlineData("'infinity' == Infinity", "false")]
    [InlineData("'Straße' == 'STRAßE'", "true")]
    [InlineData("'b' > 'A'", "true")]
    [InlineData("NaN != NaN", "true")]
    [InlineData("steps.BUILD.Status", "\"failed\"")]
    [InlineData("steps['lint'].output.files[1].name", "\"b.cs\"")]
    [InlineData("steps.lint.output.files[1.9].name", "\"b.cs\"")]
    [InlineData("steps.lint.output.files[-1]", "null")]
    [InlineData("steps.nothing.at.all", "null")]
    [InlineData("steps.lint.output.files.*.name", "[\"a.cs\",\"b.cs\"]")]
    [InlineData("steps.*.status", "[\"succeeded\",\"failed\"]")]
    [InlineData("steps.*.error", "[null]")]
    [InlineData("steps.lint.output.*.*.size", "[3,9]")]
    [InlineData("steps.lint == steps.lint", "true")]
    [InlineData("fromJSON('{}') == fromJSON('{}')", "false")]
    [InlineData("steps.lint.output.files[*][0]", "[]")]
    [InlineData("twice.Key", "2")]
    [InlineData("big.id", "1234567890123456789")]
    [InlineData("contains(steps.*.status, 'FAILED')", "true")]
    [InlineData("contains('abc', steps)", "false")]
    [InlineData("startsWith(12345, 12)", "true")]
    [InlineData("endsWith('run.YAML', '.yaml')", "true")]
    [InlineData("format('{1}{{{0}}}{1}', 'a', true)", "\"true{a}true\"")]
    [InlineData("format('{0} {1}', 1e21, 0.1)", "\"1E\\u002B21 0.1\"")]
    [InlineData("format('{0}', 1234567890123456)", "\"1234567890123456\"")]
    [InlineData("join(fromJSON('[1, null, true, [2]]'), '-')", "\"1--true-Array\"")]
    [InlineData("toJSON(fromJSON('{\"a\": [1, {}], \"b\": []}'))", "\"{\\n  \\u0022a\\u0022: [\\n    1,\\n    {}\\n  ],\\n  \\u0022b\\u0022: []\\n}\"")]
    [InlineData("toJSON(NaN)", "\"null\"")]
    [InlineData("case(false, 1, 2 > 1, 2, 3)", "2")]
    [InlineData("success() && !failure() && !cancelled() && always()", "true")]
    [InlineData("FORMAT ( '{0}' , 1 )", "\"1\"")]
    public void Expression_has_its_value(string expression, string json) => Evaluate.Json(expression, Contexts).ShouldBe(json);

    [Theory]
    [InlineData("1 +", ExpressionFaultKind.Lexing, "Unexpected symbol: '+'. Located at position 3")]
    [InlineData("'open", ExpressionFaultKind.Lexing, "Unexpected symbol: ''open'. Located at position 1")]
    [InlineData("a @ b", ExpressionFaultKind.Lexing, "Unexpected symbol: '@'. Located at position 3")]
    [InlineData("a &&", ExpressionFaultKind.Parsing, "Unexpected end of expression: '&&'. Located at position 3")]
    [InlineData("f(", ExpressionFaultKind.Parsing, "Unrecognized function: 'f'. Located at position 1")]
    [InlineData("join('a',)", ExpressionFaultKind.Parsing, "Unexpected symbol: ')'. Located at position 10")]
    [InlineData("a[", ExpressionFaultKind.Parsing, "Unexpected end of expression: '['. Located at position 2")]
    [InlineData("a[1", ExpressionFaultKind.Parsing, "Unexpected end of expression: '1'. Located at position 3")]
    [InlineData("a b", ExpressionFaultKind.Parsing, "Unexpected symbol: 'b'. Located at position 3")]
    [InlineData("true(1)", ExpressionFaultKind.Parsing, "Unexpected symbol: '('. Located at position 5")]
    [InlineData("case(true, 1, false, 2)", ExpressionFaultKind.Parsing, "Even number of parameters supplied")]
    [InlineData("fromJSON('{')", ExpressionFaultKind.Evaluation, "Error parsing JSON when evaluating fromJson")]
    [InlineData("fromJSON(' ')", ExpressionFaultKind.Evaluation, "empty input")]
    [InlineData("format('{0}')", ExpressionFaultKind.Evaluation, "references more arguments than were supplied: {0}")]
    [InlineData("format('{0:x}', 1)", ExpressionFaultKind.Evaluation, "format specifiers 'x'")]
    [InlineData("case(1, 2, 3)", ExpressionFaultKind.Evaluation, "case predicate must evaluate to a boolean value")]
    public void Faulty_expression_says_what_is_wrong(string expression, ExpressionFaultKind kind, string message)
    {
        var fault = Evaluate.Fault(expression);

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message, Case.Sensitive);
    }

    [Fact]
    public void Unknown_function_names_the_nearest() =>
        Evaluate.Fault("startWith('a', 'b')").FullMessage.ShouldEndWith("Did you mean 'startsWith'?");

    [Fact]
    public void Arguments_that_are_not_needed_are_not_evaluated() =>
        Evaluate.Json("case(true, 'kept', fromJSON('broken'))").ShouldBe("\"kept\"");

    [Fact]
    public void Evaluation_fault_knows_its_call()
    {
        var fault = Evaluate.Fault("1 && fromJSON('[')");

        fault.Position.ShouldBe(5);
    }

    [Fact]
    public void References_hold_the_constant_path_and_the_offset()
    {
        var references = Expression.Parse("steps.lint['output'][0].x && Steps[item.key].status || inputs.*.name").References;

        references.Select(reference => $"{reference}@{reference.Position}")
            .ShouldBe(["steps.lint.output.0.x@0", "Steps@29", "item.key@35", "inputs@55"]);
    }

    [Theory]
    [InlineData("always()", true)]
    [InlineData("inputs.a && !Failure()", true)]
    [InlineData("inputs.success", false)]
    public void Use_of_a_status_function_is_known(string expression, bool uses) =>
        Expression.Parse(expression).UsesStatusFunction.ShouldBe(uses);

    [Theory]
    [InlineData("inputs.a == '}}'", "inputs.a == '}}'")]
    [InlineData(" ${{ inputs.a == '}}' }} ", " inputs.a == '}}' ")]
    public void Condition_may_leave_the_braces_away(string text, string expression) =>
        Expression.ParseCondition(text).Text.ShouldBe(expression);

    [Theory]
    [InlineData("${{ a }} == 'x'")]
    [InlineData("a == ${{ b }}")]
    [InlineData("${{ a")]
    [InlineData("  ")]
    [InlineData("${{ }}")]
    public void Condition_that_would_always_hold_is_refused(string text) =>
        Should.Throw<ExpressionException>(() => Expression.ParseCondition(text)).Kind.ShouldBe(ExpressionFaultKind.Parsing);

    [Fact]
    public void Check_reports_all_that_can_be_known_before_the_run()
    {
        var faults = Expression.Parse("input.x && format('{1}', 1) && match(steps.a, '(') && duration('soon') > 1 && fromJSON('[1]')[0]")
            .Check(["inputs", "steps"]);

        faults.Select(fault => fault.Position).ShouldBe([0, 11, 31, 54]);
        faults[0].Advice.ShouldBe("Did you mean 'inputs'?");
    }

    [Fact]
    public void Only_given_roots_are_accepted_where_they_are_asked_for() =>
        Should.Throw<ExpressionException>(() => Expression.Parse("inputs.a && other", ["INPUTS"]))
            .Message.ShouldContain("Unrecognized named-value: 'other'. Located at position 13");
}
