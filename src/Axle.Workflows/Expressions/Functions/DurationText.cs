using System.Buffers;
using System.Globalization;
using System.Xml;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>Durations as the workflow language writes them.</summary>
internal static class DurationText
{
    private const int MaxLength = 64;
    private static readonly SearchValues<char> AmountCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads <c>500ms 30s 5m 2h 7d</c>, a row of them (<c>1h30m</c>) or ISO 8601 (<c>PT5M</c>) as milliseconds.</summary>
    public static bool TryParse(string text, out double milliseconds)
    {
        milliseconds = 0;
        var rest = text.AsSpan().Trim();
        if (rest.Length is 0 or > MaxLength)
        {
            return false;
        }

        if (rest[0] is 'P' or '-')
        {
            return TryParseIso(rest.ToString(), out milliseconds);
        }

        while (!rest.IsEmpty)
        {
            if (!TryTakePart(ref rest, out var part))
            {
                return false;
            }

            milliseconds += part;
        }

        return true;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, out double milliseconds)
    {
        milliseconds = 0;
        var digits = rest.IndexOfAnyExcept(AmountCharacters);
        if (digits <= 0 ||
            !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        rest = rest[digits..];
        var unitLength = rest.StartsWith("ms", StringComparison.Ordinal) ? 2 : 1;
        var unit = rest[..unitLength] switch
        {
            "ms" => 1d,
            "s" => 1000d,
            "m" => 60_000d,
            "h" => 3_600_000d,
            "d" => 86_400_000d,
            _ => 0d,
        };
        rest = rest[unitLength..];
        milliseconds = amount * unit;
        return unit > 0;
    }

    private static bool TryParseIso(string text, out double milliseconds)
    {
        try
        {
            milliseconds = XmlConvert.ToTimeSpan(text).TotalMilliseconds;
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            milliseconds = 0;
            return false;
        }
    }
}
