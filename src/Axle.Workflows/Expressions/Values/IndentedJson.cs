using System.Globalization;
using System.Text;

namespace Axle.Workflows.Expressions.Values;

/// <summary>Values as JSON text in the layout of <c>toJSON</c>: two spaces a level, empty arrays and objects closed at once.</summary>
internal static class IndentedJson
{
    public static string Write(in ExpressionValue value, ref Evaluation evaluation)
    {
        var result = new StringBuilder();
        Write(result, value, ref evaluation, 0);
        return result.ToString();
    }

    private static void Write(StringBuilder result, in ExpressionValue value, ref Evaluation evaluation, int level)
    {
        JsonText.CheckDepth(level);
        evaluation.Step();
        switch (value.Kind)
        {
            case ExpressionKind.Number:
                Append(result, value.ExactNumberText ?? NumberText.FormatExact(value.RawNumber), ref evaluation);
                break;
            case ExpressionKind.String:
                Quote(result, value.RawText, ref evaluation);
                break;
            case ExpressionKind.Array:
                WriteArray(result, value.RawArray, ref evaluation, level);
                break;
            case ExpressionKind.Object:
                WriteObject(result, value.RawObject, ref evaluation, level);
                break;
            default:
                Append(result, value.Kind == ExpressionKind.Null ? "null" : value.ToText(), ref evaluation);
                break;
        }
    }

    private static void WriteArray(StringBuilder result, IExpressionArray array, ref Evaluation evaluation, int level)
    {
        Append(result, "[", ref evaluation);
        for (var i = 0; i < array.Count; i++)
        {
            BreakLine(result, i > 0, level + 1, ref evaluation);
            Write(result, array[i], ref evaluation, level + 1);
        }

        Close(result, array.Count > 0, "]", level, ref evaluation);
    }

    private static void WriteObject(StringBuilder result, IExpressionObject value, ref Evaluation evaluation, int level)
    {
        Append(result, "{", ref evaluation);
        var any = false;
        foreach (var key in value.Keys)
        {
            if (!value.TryGet(key, out var member))
            {
                continue;
            }

            BreakLine(result, any, level + 1, ref evaluation);
            Quote(result, key, ref evaluation);
            Append(result, ": ", ref evaluation);
            Write(result, member, ref evaluation, level + 1);
            any = true;
        }

        Close(result, any, "}", level, ref evaluation);
    }

    private static void BreakLine(StringBuilder result, bool comma, int level, ref Evaluation evaluation)
    {
        evaluation.Produce(2 + (level * 2));
        result.Append(comma ? ",\n" : "\n").Append(' ', level * 2);
    }

    private static void Close(StringBuilder result, bool any, string bracket, int level, ref Evaluation evaluation)
    {
        if (any)
        {
            BreakLine(result, false, level, ref evaluation);
        }

        Append(result, bracket, ref evaluation);
    }

    private static void Append(StringBuilder result, string text, ref Evaluation evaluation)
    {
        evaluation.Produce(text.Length);
        result.Append(text);
    }

    private static void Quote(StringBuilder result, string text, ref Evaluation evaluation)
    {
        evaluation.Read(text);
        evaluation.Produce(text.Length + 2);
        result.Append('"');
        foreach (var c in text)
        {
            if (c >= ' ' && c is not ('"' or '\\' or '\u0085' or '\u2028' or '\u2029'))
            {
                result.Append(c);
                continue;
            }

            var escaped = Escape(c);
            evaluation.Produce(escaped.Length - 1);
            result.Append(escaped);
        }

        result.Append('"');
    }

    // The set of escapes is that of the GitHub Actions runner: short forms where JSON has them, line separators escaped too.
    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };
}
