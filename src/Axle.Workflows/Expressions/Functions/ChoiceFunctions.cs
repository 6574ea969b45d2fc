using Axle.Workflows.Expressions.Nodes;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>Functions that choose one of their arguments; the others are not evaluated.</summary>
internal static class ChoiceFunctions
{
    private const string NotBoolean = "case predicate must evaluate to a boolean value";

    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("case(test, value, ..., otherwise)", 3, int.MaxValue,
            "The value after the first test that is true; the last argument when none is. Tests must be booleans.", Case)
        {
            IsStandard = true, TakesOddCount = true, CheckConstants = CheckTests,
        },
        new("default(value, fallback)", 2, 2, "The value, or the fallback where the value is null or the empty text.", Default),
    ];

    private static ExpressionValue Case(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            var test = arguments[i].Evaluate(ref evaluation);
            if (test.Kind != ExpressionKind.Boolean)
            {
                throw ExpressionException.Evaluation(NotBoolean, $"Argument {i + 1} is {test.Kind}.");
            }

            if (test.IsTruthy)
            {
                return arguments[i + 1].Evaluate(ref evaluation);
            }
        }

        return arguments[^1].Evaluate(ref evaluation);
    }

    private static string? CheckTests(IReadOnlyList<ExpressionNode> arguments)
    {
        for (var i = 0; i + 1 < arguments.Count; i += 2)
        {
            if (arguments[i] is LiteralNode test && test.Value.Kind != ExpressionKind.Boolean)
            {
                return $"{NotBoolean}. Argument {i + 1} is {test.Value.Kind}.";
            }
        }

        return null;
    }

    private static ExpressionValue Default(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var value = arguments[0].Evaluate(ref evaluation);
        return value.Kind == ExpressionKind.Null || (value.Kind == ExpressionKind.String && !value.IsTruthy)
            ? arguments[1].Evaluate(ref evaluation)
            : value;
    }
}
