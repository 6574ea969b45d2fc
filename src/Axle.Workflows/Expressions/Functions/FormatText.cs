using System.Globalization;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>Reads the first argument of <c>format</c>.</summary>
internal static class FormatText
{
    /// <summary>Cuts a format into parts: a text with argument -1, or the number of an argument with an empty text.</summary>
    /// <exception cref="ExpressionException">Braces do not match, or an argument is asked for that is not there.</exception>
    public static List<(string Text, int Argument)> Parse(string format, int argumentCount)
    {
        var parts = new List<(string Text, int Argument)>();
        var index = 0;
        while (index < format.Length)
        {
            var brace = format.AsSpan(index).IndexOfAny('{', '}');
            if (brace < 0)
            {
                parts.Add((format[index..], -1));
                break;
            }

            brace += index;
            if (brace + 1 < format.Length && format[brace + 1] == format[brace])
            {
                parts.Add((format[index..(brace + 1)], -1));
                index = brace + 2;
                continue;
            }

            parts.Add((format[index..brace], -1));
            parts.Add(("", ReadArgument(format, brace, argumentCount, out index)));
        }

        return parts;
    }

    private static int ReadArgument(string format, int brace, int argumentCount, out int next)
    {
        var end = brace + 1;
        while (end < format.Length && char.IsAsciiDigit(format[end]))
        {
            end++;
        }

        if (format[brace] != '{'
            || !byte.TryParse(format.AsSpan(brace + 1, end - brace - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var argument))
        {
            throw ExpressionException.Evaluation($"The following format string is invalid: {format}");
        }

        CheckEnd(format, end);
        if (argument >= argumentCount)
        {
            throw ExpressionException.Evaluation(
                $"The following format string references more arguments than were supplied: {format}");
        }

        next = end + 1;
        return argument;
    }

    private static void CheckEnd(string format, int end)
    {
        if (end < format.Length && format[end] == '}')
        {
            return;
        }

        // No value of the language takes a specifier such as {0:yyyy}.
        throw end < format.Length && format[end] == ':' && format.IndexOf('}', end) is var close and > 0
            ? ExpressionException.Evaluation($"The format specifiers '{format[(end + 1)..close]}' are not valid here: {format}")
            : ExpressionException.Evaluation($"The following format string is invalid: {format}");
    }
}
