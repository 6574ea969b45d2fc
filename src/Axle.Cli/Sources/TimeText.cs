using System.Globalization;

namespace Axle.Cli.Sources;

/// <summary>Lengths of time on the command line, as workflow files have them: <c>30d</c>, <c>12h</c>, <c>90m</c>, <c>45s</c>.</summary>
internal static class TimeText
{
    private const double MostDays = 36_500;

    /// <summary>Reads one.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="text">What was typed.</param>
    public static TimeSpan Read(string option, string text)
    {
        if (text.Length > 1
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && DaysOf(text[^1]) * number is > 0 and <= MostDays and var days)
            return TimeSpan.FromDays(days);
        throw new UsageException($"{option} '{text}' is no length of time. Write a number and a unit: 30d, 12h, 90m, 45s.");
    }

    private static double? DaysOf(char unit) => unit switch
    {
        'd' => 1,
        'h' => 1.0 / 24,
        'm' => 1.0 / 1440,
        's' => 1.0 / 86_400,
        _ => null,
    };
}
