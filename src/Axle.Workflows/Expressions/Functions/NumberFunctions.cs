using Axle.Workflows.Expressions.Nodes;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>Functions about numbers. Arguments become numbers by the rules of comparison; what is none is an error.</summary>
internal static class NumberFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("min(list) or min(number, ...)", 1, 255, "The smallest number; null for an empty list.",
            (ref evaluation, arguments) => Fold("min", ref evaluation, arguments, ExpressionValue.Null, Math.Min)),
        new("max(list) or max(number, ...)", 1, 255, "The largest number; null for an empty list.",
            (ref evaluation, arguments) => Fold("max", ref evaluation, arguments, ExpressionValue.Null, Math.Max)),
        new("sum(list) or sum(number, ...)", 1, 255, "The sum of numbers; 0 for an empty list.",
            (ref evaluation, arguments) => Fold("sum", ref evaluation, arguments, ExpressionValue.Of(0), (a, b) => a + b)),
        new("round(number[, digits])", 1, 2,
            "The number rounded to 0 (unless given) to 15 digits after the point; halves are rounded away from zero.", Round),
    ];

    private static ExpressionValue Fold(
        string function, ref Evaluation evaluation, ExpressionNode[] arguments, ExpressionValue empty, Func<double, double, double> join)
    {
        var first = arguments[0].Evaluate(ref evaluation);
        if (arguments.Length == 1 && first.TryGetArray(out var items))
        {
            return FoldItems(function, ref evaluation, items, empty, join);
        }

        var result = Number(function, first);
        for (var i = 1; i < arguments.Length; i++)
        {
            result = join(result, Number(function, arguments[i].Evaluate(ref evaluation)));
        }

        return ExpressionValue.Of(result);
    }

    private static ExpressionValue FoldItems(
        string function, ref Evaluation evaluation, IExpressionArray items, ExpressionValue empty, Func<double, double, double> join)
    {
        if (items.Count == 0)
        {
            return empty;
        }

        var result = Number(function, items[0]);
        for (var i = 1; i < items.Count; i++)
        {
            evaluation.Step();
            result = join(result, Number(function, items[i]));
        }

        return ExpressionValue.Of(result);
    }

    private static ExpressionValue Round(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var number = Number("round", arguments[0].Evaluate(ref evaluation));
        var digits = arguments.Length > 1 ? Number("round", arguments[1].Evaluate(ref evaluation)) : 0;
        return digits is >= 0 and <= 15 && digits == Math.Floor(digits)
            ? ExpressionValue.Of(Math.Round(number, (int)digits, MidpointRounding.AwayFromZero))
            : throw ExpressionException.Evaluation("round() takes a whole number of digits from 0 to 15.");
    }

    private static double Number(string function, in ExpressionValue value)
    {
        var number = value.ToNumber();
        return double.IsNaN(number)
            ? throw ExpressionException.Evaluation($"{function}() takes numbers, but was given a value of kind {value.Kind} that is none.")
            : number;
    }
}
