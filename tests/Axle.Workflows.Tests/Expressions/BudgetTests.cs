using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Expressions;

/// <summary>No expression takes more memory or work than its budget.</summary>
public sealed class BudgetTests
{
    private static readonly string Text = new('x', 100_000);
    private static readonly string Contexts = JsonSerializer.Serialize(new
    {
        text = Text,
        list = Enumerable.Range(0, 20_000).ToArray(),
        matrix = Enumerable.Range(0, 300).Select(row => Enumerable.Range(0, 300).ToArray()).ToArray(),
    });

    [Theory]
    [InlineData("format('{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}', text)")]
    [InlineData("join(list, text)")]
    [InlineData("replace(text, 'x', '$_')")]
    [InlineData("replace(text, 'x', '$0$0$0$0$0$0$0$0$0$0$0$0')")]
    [InlineData("toJSON(format('{0}{0}{0}{0}{0}{0}', text)) && toJSON(format('{0}{0}{0}{0}{0}{0}', text))")]
    [InlineData("split(format('{0}{0}{0}', text), 'x')")]
    [InlineData("hash(matrix) && hash(matrix)")]
    [InlineData("toJSON(matrix)")]
    [InlineData("matrix.*.*")]
    [InlineData("matrix.*.* && length(matrix.*.*)")]
    public void Amplification_ends_with_an_error(string expression)
    {
        var fault = Evaluate.Fault(expression, Contexts, new ExpressionBudget { MaxTextLength = 1_000_000, MaxSteps = 50_000 });

        fault.Kind.ShouldBe(ExpressionFaultKind.Evaluation);
        fault.FullMessage.ShouldBeOneOf(
            "The maximum allowed memory size was exceeded",
            "The expression takes too many steps. Split it, or work on fewer items.");
    }

    [Fact]
    public void Template_shares_one_budget_among_its_expressions()
    {
        var json = JsonSerializer.SerializeToElement(Enumerable.Repeat("${{ text }}", 20).ToArray());
        var template = Template.Parse(json);

        Should.Throw<ExpressionException>(() => template.Evaluate(
            Evaluate.Scope(Contexts), new ExpressionBudget { MaxTextLength = 1_000_000 })).Kind.ShouldBe(ExpressionFaultKind.Evaluation);
        template.Evaluate(Evaluate.Scope(Contexts)).GetArrayLength().ShouldBe(20);
    }

    [Fact]
    public void Value_without_an_end_is_refused()
    {
        var scope = new ExpressionScope(Evaluate.Now).With("endless", ExpressionValue.Of(new Endless()));

        var fault = Should.Throw<ExpressionException>(() => Expression.Parse("toJSON(endless)").Evaluate(scope)).Fault;

        fault.Message.ShouldBe("The value is nested deeper than 128 levels.");
        Should.Throw<ExpressionException>(() => Expression.Parse("endless").Evaluate(scope).ToJson());
    }

    [Theory]
    [InlineData('(')]
    [InlineData('!')]
    [InlineData('[')]
    public void Deep_nesting_is_refused_by_the_parser(char c) =>
        Should.Throw<ExpressionException>(() => Expression.Parse("a" + new string(c, 20_000)));

    [Fact]
    public void Nested_brackets_are_refused_by_depth() =>
        Should.Throw<ExpressionException>(() => Expression.Parse(string.Concat(Enumerable.Repeat("a[", 5_000))))
            .Message.ShouldStartWith("Exceeded max expression depth 50");

    [Fact]
    public void Long_text_is_refused() =>
        Should.Throw<ExpressionException>(() => Expression.Parse(new string('a', 21_001))).Message.ShouldBe("Exceeded max expression length 21000");

    [Fact]
    public void Comparison_of_context_values_allocates_nothing()
    {
        var scope = Evaluate.Scope("""{ "steps": { "build": { "output": { "count": 7, "kinds": ["a", "b"] } } }, "inputs": { "env": "Prod" } }""");
        var expression = Expression.Parse("steps.build.output.count > 3 && inputs.env == 'prod' && steps.build.output.kinds[1] != 'a'");
        expression.Evaluate(scope).IsTruthy.ShouldBeTrue(); // reads the contexts once, which is what they keep

        // The runtime may allocate a little on this thread for itself, a collection or a promoted method; an expression would in every round.
        Enumerable.Range(0, 5).Min(_ => AllocatedBy(() => expression.Evaluate(scope), times: 1000)).ShouldBe(0);
    }

    private static long AllocatedBy(Action evaluate, int times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            evaluate();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Endless : IExpressionObject
    {
        public IEnumerable<string> Keys => ["next"];

        public bool TryGet(string key, out ExpressionValue value)
        {
            value = ExpressionValue.Of(this);
            return true;
        }
    }
}
