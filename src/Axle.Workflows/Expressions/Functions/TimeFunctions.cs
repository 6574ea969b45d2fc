using System.Globalization;
using Axle.Workflows.Expressions.Nodes;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>Functions about time. All times are UTC.</summary>
internal static class TimeFunctions
{
    private const string Iso = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int MaxFormatLength = 100;

    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("now([format])", 0, 1,
            "The current UTC time as ISO 8601 text, or in a .NET date format such as 'yyyy-MM-dd'.", Now),
        new("date(time[, format])", 1, 2,
            "A time (ISO 8601 text, taken as UTC where it names no offset, or milliseconds since 1970) as UTC text; format as for now.", Date),
        new("duration(text)", 1, 1,
            "The milliseconds of a duration such as 500ms, 30s, 5m, 2h, 7d, 1h30m or ISO 8601 (PT5M).", Duration)
        {
            CheckConstants = arguments => arguments[0] is LiteralNode text && !DurationText.TryParse(text.Value.ToText(), out _)
                ? NoDuration(text.Value.ToText())
                : null,
        },
    ];

    private static ExpressionValue Now(ref Evaluation evaluation, ExpressionNode[] arguments) =>
        Write(ref evaluation, evaluation.Scope.Now, arguments.Length > 0 ? arguments[0] : null);

    private static ExpressionValue Date(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var value = arguments[0].Evaluate(ref evaluation);
        var time = value.Kind switch
        {
            ExpressionKind.Number => FromMilliseconds(value.RawNumber),
            ExpressionKind.String => FromText(value.RawText),
            _ => throw ExpressionException.Evaluation($"date() takes a text or a number, not a value of kind {value.Kind}."),
        };
        return Write(ref evaluation, time, arguments.Length > 1 ? arguments[1] : null);
    }

    private static ExpressionValue Write(ref Evaluation evaluation, DateTimeOffset time, ExpressionNode? formatArgument)
    {
        var format = formatArgument is null ? Iso : formatArgument.Evaluate(ref evaluation).ToText();
        if (format.Length is 0 or > MaxFormatLength)
        {
            throw ExpressionException.Evaluation($"A date format has 1 to {MaxFormatLength} characters.");
        }

        try
        {
            var text = time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
            evaluation.Produce(text.Length);
            return ExpressionValue.Of(text);
        }
        catch (FormatException exception)
        {
            throw ExpressionException.Evaluation(
                $"'{format}' is no date format.", "Use a .NET one such as 'yyyy-MM-dd HH:mm'.", exception);
        }
    }

    private static DateTimeOffset FromText(string text) =>
        text.Length <= 64 && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw ExpressionException.Evaluation("date() was given a text that is no time.", "Use ISO 8601, for example 2026-01-31T12:00:00Z.");

    private static DateTimeOffset FromMilliseconds(double value)
    {
        const double Earliest = -62_135_596_800_000;
        const double Latest = 253_402_300_799_999;
        return value is >= Earliest and <= Latest
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)value)
            : throw ExpressionException.Evaluation("date() takes milliseconds since 1970 that fall into the years 1 to 9999.");
    }

    private static ExpressionValue Duration(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var text = arguments[0].Evaluate(ref evaluation).ToText();
        return DurationText.TryParse(text, out var milliseconds)
            ? ExpressionValue.Of(milliseconds)
            : throw ExpressionException.Evaluation(NoDuration(text));
    }

    private static string NoDuration(string text) =>
        $"'{(text.Length > 50 ? text[..50] : text)}' is no duration. Write 500ms, 30s, 5m, 2h, 7d or ISO 8601 such as PT5M.";
}
