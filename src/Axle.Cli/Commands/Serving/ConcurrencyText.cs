using System.Globalization;

namespace Axle.Cli.Commands.Serving;

/// <summary>How many steps a worker makes at the same time, as people say it.</summary>
internal static class ConcurrencyText
{
    private const int Most = 10_000;
    private static readonly (int? Least, int Most) Auto = (4, 256);

    /// <summary>A number, <c>auto</c>, or two numbers as <c>4..200</c>.</summary>
    /// <returns>The fewest, or null for always the most; and the most.</returns>
    public static (int? Least, int Most) Read(string text)
    {
        if (text == "auto")
            return Auto;
        var parts = text.Split("..");
        var most = Number(parts[^1]);
        int? least = parts.Length == 2 ? Number(parts[0]) : null;
        return parts.Length <= 2 && most is { } known && (parts.Length == 1 || (least is { } fewest && fewest <= known))
            ? (least, known)
            : throw new UsageException($"--concurrency {text} is no number of steps. Use 1 to {Most}, two of these as 4..200, or auto.");
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most ? number : null;
}
