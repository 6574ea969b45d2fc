using System.Globalization;

namespace Axle.Models.Configuration;

/// <summary>Reads durations as the workflow language writes them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>.</summary>
internal static class Durations
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var letters = text.Length;
        while (letters > 0 && char.IsAsciiLetter(text[letters - 1]))
            letters--;
        if (!double.TryParse(text.AsSpan(0, letters), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e9)
            return false;

        double? milliseconds = text[letters..] switch { "ms" => 1, "s" => 1_000, "m" => 60_000, "h" => 3_600_000, _ => null };
        if (milliseconds is not { } unit)
            return false;
        duration = TimeSpan.FromMilliseconds(number * unit);
        return true;
    }
}
