using System.Buffers;
using System.Globalization;

namespace Axle.Models.Wire;

/// <summary>Reads waits as providers write them: <c>6m0s</c>, <c>1h2m3.5s</c>, <c>120ms</c>, <c>34.4s</c>, or plain seconds.</summary>
internal static class WaitText
{
    private const double MostSeconds = 1e8;
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>The wait; null when the text is none.</summary>
    public static TimeSpan? Read(string? text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
            return null;
        double seconds = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            var number = digits < 0 ? rest : rest[..digits];
            if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
                return null;
            rest = rest[number.Length..];
            var letters = rest.IndexOfAny(NumberCharacters);
            var unit = letters < 0 ? rest : rest[..letters];
            rest = rest[unit.Length..];
            if (SecondsOf(unit) is not { } factor)
                return null;
            seconds += value * factor;
        }

        return seconds < MostSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double? SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "d" => 86_400,
        "h" => 3_600,
        "m" => 60,
        "" or "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
