using Axle.Workflows.Expressions.Nodes;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>Functions about lists and objects.</summary>
internal static class ListFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("length(value)", 1, 1, "Characters (UTF-16) of a text, items of a list, members of an object; 0 for null.", Length),
        new("keys(object)", 1, 1, "The keys of an object as a list; empty for null.", Keys),
        new("values(object)", 1, 1, "The values of an object as a list; a list is given back as it is; empty for null.", Values),
        new("first(list)", 1, 1, "The first item of a list; null when it is empty or null.", First),
        new("last(list)", 1, 1, "The last item of a list; null when it is empty or null.", Last),
    ];

    private static ExpressionValue Length(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var value = arguments[0].Evaluate(ref evaluation);
        return value.Kind switch
        {
            ExpressionKind.Null => ExpressionValue.Of(0),
            ExpressionKind.String => ExpressionValue.Of(value.RawText.Length),
            ExpressionKind.Array => ExpressionValue.Of(value.RawArray.Count),
            ExpressionKind.Object => ExpressionValue.Of(value.RawObject.Keys.Count()),
            _ => throw WrongKind("length", "a text, a list or an object", value),
        };
    }

    private static ExpressionValue Keys(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var value = arguments[0].Evaluate(ref evaluation);
        var keys = new List<ExpressionValue>();
        foreach (var key in Members("keys", value))
        {
            Charge(ref evaluation);
            keys.Add(ExpressionValue.Of(key));
        }

        return ExpressionValue.Of(keys);
    }

    private static ExpressionValue Values(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var value = arguments[0].Evaluate(ref evaluation);
        if (value.Kind == ExpressionKind.Array)
        {
            return value;
        }

        var values = new List<ExpressionValue>();
        foreach (var key in Members("values", value))
        {
            Charge(ref evaluation);
            if (value.RawObject.TryGet(key, out var member))
            {
                values.Add(member);
            }
        }

        return ExpressionValue.Of(values);
    }

    private static ExpressionValue First(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var items = Items("first", arguments[0].Evaluate(ref evaluation));
        return items is { Count: > 0 } ? items[0] : ExpressionValue.Null;
    }

    private static ExpressionValue Last(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var items = Items("last", arguments[0].Evaluate(ref evaluation));
        return items is { Count: > 0 } ? items[items.Count - 1] : ExpressionValue.Null;
    }

    private static IEnumerable<string> Members(string function, in ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Null => [],
        ExpressionKind.Object => value.RawObject.Keys,
        _ => throw WrongKind(function, "an object", value),
    };

    private static IExpressionArray? Items(string function, in ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Null => null,
        ExpressionKind.Array => value.RawArray,
        _ => throw WrongKind(function, "a list", value),
    };

    private static void Charge(ref Evaluation evaluation)
    {
        evaluation.Step();
        evaluation.Produce(Evaluation.ItemLength);
    }

    private static ExpressionException WrongKind(string function, string wanted, in ExpressionValue value) =>
        ExpressionException.Evaluation($"{function}() takes {wanted}, not a value of kind {value.Kind}.");
}
