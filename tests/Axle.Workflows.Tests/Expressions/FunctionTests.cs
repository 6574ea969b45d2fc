using Axle.Workflows.Expressions;
using Axle.Workflows.Expressions.Functions;

namespace Axle.Workflows.Tests.Expressions;

/// <summary>The functions that Axle adds to GitHub's.</summary>
public sealed class FunctionTests
{
    private const string Contexts = """{ "o": { "b": 1, "a": "two" }, "l": [3, "4", 5.5], "e": [] }""";

    [Theory]
    [InlineData("length('häl')", "3")]
    [InlineData("length(l) + ''", null)]
    [InlineData("length(l)", "3")]
    [InlineData("length(o)", "2")]
    [InlineData("length(null)", "0")]
    [InlineData("length(true)", null)]
    [InlineData("keys(o)", "[\"b\",\"a\"]")]
    [InlineData("keys(l)", null)]
    [InlineData("values(o)", "[1,\"two\"]")]
    [InlineData("first(l)", "3")]
    [InlineData("last(l)", "5.5")]
    [InlineData("first(e)", "null")]
    [InlineData("last('text')", null)]
    [InlineData("min(l)", "3")]
    [InlineData("max(1, '7', l[0])", "7")]
    [InlineData("max(e)", "null")]
    [InlineData("sum(l)", "12.5")]
    [InlineData("sum(e)", "0")]
    [InlineData("sum(1, 'x')", null)]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.345, 2)", "-2.35")]
    [InlineData("round(1, 16)", null)]
    [InlineData("now()", "\"2026-03-14T15:09:26.000Z\"")]
    [InlineData("now('yyyy-MM-dd')", "\"2026-03-14\"")]
    [InlineData("date('2026-01-01T01:00:00+02:00')", "\"2025-12-31T23:00:00.000Z\"")]
    [InlineData("date('2026-01-01', 'dd.MM.yyyy HH:mm')", "\"01.01.2026 00:00\"")]
    [InlineData("date(0, 'yyyy')", "\"1970\"")]
    [InlineData("date('yesterday')", null)]
    [InlineData("date(1e300)", null)]
    [InlineData("duration('5m')", "300000")]
    [InlineData("duration('1h30m')", "5400000")]
    [InlineData("duration('250ms')", "250")]
    [InlineData("duration('PT1M30S')", "90000")]
    [InlineData("duration('5 parsecs')", null)]
    [InlineData("duration('5')", null)]
    [InlineData("hash('abc')", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"")]
    [InlineData("hash(o) == hash(fromJSON('{\"a\": \"two\", \"b\": 1.0}'))", "true")]
    [InlineData("match('v12.3', 'v([0-9]+)[.]([0-9]+)')", "[\"v12.3\",\"12\",\"3\"]")]
    [InlineData("match('v12.3', '^w')", "null")]
    [InlineData("match('a', '(')", null)]
    [InlineData("match('aa', '(a)\\1')", null)]
    [InlineData("replace('a-b-c', '-(.)', '+$1$$')", "\"a\\u002Bb$\\u002Bc$\"")]
    [InlineData("replace('aaa', 'x*', '.')", "\".a.a.a.\"")]
    [InlineData("split('a,b,,c', ',')", "[\"a\",\"b\",\"\",\"c\"]")]
    [InlineData("split('', ',')", "[\"\"]")]
    [InlineData("split('abc', '')", null)]
    [InlineData("default(null, 'x')", "\"x\"")]
    [InlineData("default('', 'x')", "\"x\"")]
    [InlineData("default(0, 'x')", "0")]
    [InlineData("default(false, fromJSON('broken'))", "false")]
    public void Function_gives_its_value_or_an_error(string expression, string? json)
    {
        if (json is null)
        {
            Evaluate.Fault(expression, Contexts).FullMessage.ShouldNotBeEmpty();
            return;
        }

        Evaluate.Json(expression, Contexts).ShouldBe(json);
    }

    [Fact]
    public void Every_function_is_documented_and_can_be_found_by_any_letter_case()
    {
        string[] wanted =
        [
            "contains", "startsWith", "endsWith", "format", "join", "toJSON", "fromJSON", "case", "success", "failure", "always", "cancelled",
            "length", "keys", "values", "first", "last", "min", "max", "sum", "round", "now", "date", "duration", "hash", "match", "replace",
            "split", "default",
        ];
        ExpressionFunctions.All.Select(function => function.Name).ShouldBe(wanted, ignoreOrder: true);
        foreach (var function in ExpressionFunctions.All)
        {
            function.Signature.ShouldStartWith(function.Name + "(");
            function.Description.ShouldEndWith(".");
            ExpressionFunctions.TryGet(function.Name.ToUpperInvariant(), out var found).ShouldBeTrue();
            found.ShouldBeSameAs(function);
        }
    }
}
