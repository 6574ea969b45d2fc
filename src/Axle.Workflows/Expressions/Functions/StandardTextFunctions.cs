using System.Text;
using Axle.Workflows.Expressions.Nodes;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>The text functions of GitHub Actions: contains, startsWith, endsWith, format, join.</summary>
internal static class StandardTextFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("contains(search, item)", 2, 2,
            "Whether a text contains another, or a list an equal item. Letter case does not matter.", Contains) { IsStandard = true },
        new("startsWith(text, start)", 2, 2,
            "Whether a text starts with another. Letter case does not matter.", StartsWith) { IsStandard = true },
        new("endsWith(text, end)", 2, 2,
            "Whether a text ends with another. Letter case does not matter.", EndsWith) { IsStandard = true },
        new("format(text[, value, ...])", 1, 255,
            "The text with {0}, {1}, ... replaced by the values; {{ and }} stand for braces.", Format)
        {
            IsStandard = true, CheckConstants = CheckFormat,
        },
        new("join(list[, separator])", 1, 2,
            "The items of a list as one text with a separator, a comma unless given, between them.", Join) { IsStandard = true },
    ];

    private static ExpressionValue Contains(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var search = arguments[0].Evaluate(ref evaluation);
        if (search.TryGetArray(out var array))
        {
            return ExpressionValue.Of(ContainsItem(array, arguments[1].Evaluate(ref evaluation), ref evaluation));
        }

        return TryTexts(ref evaluation, search, arguments[1], out var text, out var part)
            ? ExpressionValue.Of(text.Contains(part, StringComparison.OrdinalIgnoreCase))
            : ExpressionValue.Of(false);
    }

    private static bool ContainsItem(IExpressionArray array, ExpressionValue item, ref Evaluation evaluation)
    {
        for (var i = 0; i < array.Count; i++)
        {
            evaluation.Step();
            if (Comparison.AreEqual(item, array[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static ExpressionValue StartsWith(ref Evaluation evaluation, ExpressionNode[] arguments) =>
        ExpressionValue.Of(
            TryTexts(ref evaluation, arguments[0].Evaluate(ref evaluation), arguments[1], out var text, out var start)
            && text.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static ExpressionValue EndsWith(ref Evaluation evaluation, ExpressionNode[] arguments) =>
        ExpressionValue.Of(
            TryTexts(ref evaluation, arguments[0].Evaluate(ref evaluation), arguments[1], out var text, out var end)
            && text.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    // Arrays and objects have no text here, although they do elsewhere.
    private static bool TryTexts(
        ref Evaluation evaluation, in ExpressionValue first, ExpressionNode second, out string text, out string part)
    {
        text = part = "";
        if (!first.IsPrimitive)
        {
            return false;
        }

        var other = second.Evaluate(ref evaluation);
        if (!other.IsPrimitive)
        {
            return false;
        }

        text = first.ToText();
        part = other.ToText();
        evaluation.Read(text);
        return true;
    }

    private static ExpressionValue Format(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var format = FormatText.Parse(arguments[0].Evaluate(ref evaluation).ToText(), arguments.Length - 1);
        var values = new string?[arguments.Length - 1];
        var result = new StringBuilder();
        foreach (var (text, argument) in format)
        {
            var part = text;
            if (argument >= 0)
            {
                part = values[argument] ??= arguments[argument + 1].Evaluate(ref evaluation).ToText();
            }

            evaluation.Produce(part.Length);
            result.Append(part);
        }

        return ExpressionValue.Of(result.ToString());
    }

    private static string? CheckFormat(IReadOnlyList<ExpressionNode> arguments)
    {
        if (arguments[0] is not LiteralNode format)
        {
            return null;
        }

        try
        {
            FormatText.Parse(format.Value.ToText(), arguments.Count - 1);
            return null;
        }
        catch (ExpressionException exception)
        {
            return exception.Message;
        }
    }

    private static ExpressionValue Join(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var list = arguments[0].Evaluate(ref evaluation);
        if (!list.TryGetArray(out var items))
        {
            return list.IsPrimitive ? ExpressionValue.Of(list.ToText()) : ExpressionValue.EmptyText;
        }

        var separator = ",";
        if (arguments.Length > 1 && items.Count > 1 && arguments[1].Evaluate(ref evaluation) is { IsPrimitive: true } given)
        {
            separator = given.ToText();
        }

        var result = new StringBuilder();
        for (var i = 0; i < items.Count; i++)
        {
            evaluation.Step();
            var item = items[i].ToText();
            var between = i > 0 ? separator : "";
            evaluation.Produce(between.Length + item.Length);
            result.Append(between).Append(item);
        }

        return ExpressionValue.Of(result.ToString());
    }
}
