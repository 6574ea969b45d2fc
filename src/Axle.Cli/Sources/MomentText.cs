using System.Globalization;

namespace Axle.Cli.Sources;

/// <summary>Moments on the command line: a day in UTC, a time, or how long ago.</summary>
internal static class MomentText
{
    /// <summary>Reads one; null when nothing was typed.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="text">What was typed: <c>2026-01-31</c>, <c>2026-01-31T12:00:00Z</c>, <c>7d</c>.</param>
    /// <param name="now">Now.</param>
    public static DateTimeOffset? Read(string option, string? text, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.Length > 4 && text[4] == '-')
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment
                : throw new UsageException($"{option} '{text}' is no time. Write a day such as 2026-01-31, a time such as 2026-01-31T12:00:00Z, or how long ago: 7d, 12h.");
        }

        return now - TimeText.Read(option, text);
    }
}
