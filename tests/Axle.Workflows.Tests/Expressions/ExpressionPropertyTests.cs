using System.Text.Json;
using Axle.Workflows.Expressions;
using Axle.Workflows.Expressions.Functions;

namespace Axle.Workflows.Tests.Expressions;

/// <summary>What must hold for any expression; the seed is part of the test's name, so that a failure can be repeated.</summary>
public sealed class ExpressionPropertyTests
{
    private const int Tries = 4_000;
    private const string Contexts = """{ "a": { "b": [1, "2", { "c": null }], "d": "text" }, "l": [[1], [2, {}]], "s": "😊 ß" }""";

    private static readonly string[] Pieces =
    [
        "a", "l", "s", "a.b", "unknown", "(", ")", "[", "]", "[*]", ".*", ".", ",", "*", "!", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "=",
        "'x'", "'", "'{0}{1}'", "'[1,{\"a\":2}]'", "1", "-1.5e3", "0x1f", "1e400", "NaN", "Infinity", "null", "true", "false", " ", "\n", "@", "😊",
        "\ud83d", "\0", "${{", "}}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_text_gives_a_value_or_an_expression_error(int seed)
    {
        var random = new Random(seed);
        var scope = Evaluate.Scope(Contexts);
        var values = 0;
        for (var i = 0; i < Tries; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Piece(random)));
            values += GivesValue(text, scope) ? 1 : 0;
        }

        values.ShouldBeInRange(Tries / 200, Tries - 1, "the generator should hit both valid and faulty texts");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Random_tree_gives_a_value_or_an_evaluation_error(int seed)
    {
        var random = new Random(seed);
        var scope = Evaluate.Scope(Contexts);
        var values = 0;
        for (var i = 0; i < Tries; i++)
        {
            var expression = Expression.Parse(Tree(random, 5));
            values += GivesValue(expression.Text, scope) ? 1 : 0;
        }

        values.ShouldBeGreaterThan(Tries / 4);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Template_gives_back_what_its_expressions_refer_to(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            var value = JsonSerializer.SerializeToElement(RandomJson(random, 4));
            var scope = new ExpressionScope(Evaluate.Now).With("v", value);
            var template = Template.Parse(JsonSerializer.SerializeToElement(new { whole = "${{ v }}", parsed = "${{ fromJSON(toJSON(v)) }}" }));

            var result = template.Evaluate(scope);

            JsonElement.DeepEquals(result.GetProperty("whole"), value).ShouldBeTrue(value.GetRawText());
            JsonElement.DeepEquals(result.GetProperty("parsed"), value).ShouldBeTrue(value.GetRawText());
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void Small_budget_is_never_exceeded(int seed)
    {
        var random = new Random(seed);
        var scope = Evaluate.Scope(Contexts);
        var budget = new ExpressionBudget { MaxSteps = 200, MaxTextLength = 300 };
        for (var i = 0; i < Tries; i++)
        {
            var text = Tree(random, 6);
            try
            {
                Expression.Parse(text).Evaluate(scope, budget).ToText().Length.ShouldBeLessThanOrEqualTo(Math.Max(300, text.Length), text);
            }
            catch (ExpressionException)
            {
                // Ending with an error is what a budget is for.
            }
        }
    }

    private static bool GivesValue(string text, ExpressionScope scope)
    {
        try
        {
            var value = Expression.Parse(text).Evaluate(scope);
            value.ToJson().ValueKind.ShouldNotBe(JsonValueKind.Undefined, text);
            return true;
        }
        catch (ExpressionException exception)
        {
            exception.Message.ShouldNotBeEmpty(text);
            exception.Position.ShouldBeInRange(-1, text.Length, text);
            return false;
        }
    }

    private static string Piece(Random random) => random.Next(4) > 0
        ? Pieces[random.Next(Pieces.Length)]
        : ExpressionFunctions.All[random.Next(ExpressionFunctions.All.Count)].Name + "(";

    private static string Tree(Random random, int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            string[] leaves = ["a", "l", "s", "a.b", "a.b[2].c", "l.*", "l.*.*", "1", "-0.5", "'2'", "'{0} {1}'", "true", "null", "NaN", "'[1,2]'"];
            return leaves[random.Next(leaves.Length)];
        }

        string[] signs = ["==", "!=", "<", "<=", ">", ">=", "&&", "||"];
        return random.Next(5) switch
        {
            0 => $"({Tree(random, depth - 1)} {signs[random.Next(signs.Length)]} {Tree(random, depth - 1)})",
            1 => "!" + Tree(random, depth - 1),
            2 => $"({Tree(random, depth - 1)})[{Tree(random, depth - 1)}]",
            3 => $"({Tree(random, depth - 1)}).*",
            _ => Call(random, depth),
        };
    }

    private static string Call(Random random, int depth)
    {
        var function = ExpressionFunctions.All[random.Next(ExpressionFunctions.All.Count)];
        var count = function.MinArguments + random.Next(Math.Min(3, function.MaxArguments - function.MinArguments + 1));
        if (function.Name == "case")
        {
            count = 3;
        }

        return $"{function.Name}({string.Join(", ", Enumerable.Range(0, count).Select(_ => Tree(random, depth - 1)))})";
    }

    private static object? RandomJson(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-1000, 1000) / 8.0,
        3 => random.NextInt64(),
        4 => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "aß\"\\\n😊{}$'\u2028\u0001"[random.Next(5)])),
        5 => Enumerable.Range(0, random.Next(4)).Select(_ => RandomJson(random, depth - 1)).ToArray(),
        _ => Enumerable.Range(0, random.Next(4)).ToDictionary(key => $"k{key}", _ => RandomJson(random, depth - 1)),
    };
}
