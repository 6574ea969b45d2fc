using System.Buffers;
using System.Globalization;

namespace Axle.Workflows.Definition;

/// <summary>Durations as the workflow language writes them: <c>500ms 30s 5m 2h 7d</c>, or ISO 8601 without years and months.</summary>
internal static class DurationText
{
    /// <summary>Longest duration that can be written: 100,000 days.</summary>
    private const long MaxMilliseconds = 100_000L * 86_400_000;

    /// <summary>The forms as a regular expression for editors.</summary>
    public const string Pattern =
        @"^([0-9]+(\.[0-9]+)?(ms|s|m|h|d)|P([0-9]+W|([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?))$";

    private static readonly SearchValues<char> NumberParts = SearchValues.Create("0123456789.");

    private static readonly (string Name, long Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>Reads a duration of whole milliseconds; false when the text is none.</summary>
    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is 0 or > 40)
            return false;
        if (text[0] == 'P')
            return TryReadIso(text.AsSpan(1), out duration);
        var end = text.AsSpan().IndexOfAnyExcept(NumberParts);
        if (end <= 0)
            return false;
        foreach (var (name, milliseconds) in Units)
        {
            if (text.AsSpan(end).SequenceEqual(name))
                return TryMake(text.AsSpan(0, end), milliseconds, 0, out duration);
        }

        return false;
    }

    /// <summary>Writes a duration in its largest whole unit: <c>90s</c>, <c>2h</c>. Parts of a millisecond are dropped.</summary>
    public static string Write(TimeSpan duration)
    {
        var total = duration.Ticks / TimeSpan.TicksPerMillisecond;
        var unit = total == 0 ? ("s", 1000) : Units.Last(u => total % u.Milliseconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{total / unit.Item2}{unit.Item1}");
    }

    private static bool TryReadIso(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        const string Order = "WDTHMS";
        var last = -1;
        var parts = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAnyExcept(NumberParts);
            if (end < 0)
                return false;
            var place = Order.IndexOf(text[end], StringComparison.Ordinal);
            var isTime = last >= Order.IndexOf('T', StringComparison.Ordinal);
            if (place <= last || (text[end] is 'H' or 'M' or 'S' && !isTime) || (text[end] == 'T' && (end > 0 || text.Length == 1)))
                return false;
            last = place;
            var unit = text[end] switch { 'W' => 604_800_000L, 'D' => 86_400_000, 'H' => 3_600_000, 'M' => 60_000, _ => 1000 };
            if (text[end] != 'T' && (!TryMake(text[..end], unit, duration.Ticks, out duration) || parts++ < 0))
                return false;
            text = text[(end + 1)..];
        }

        return parts > 0;
    }

    private static bool TryMake(ReadOnlySpan<char> number, long unit, long before, out TimeSpan duration)
    {
        duration = default;
        if (number.IsEmpty || !char.IsAsciiDigit(number[0]) || !char.IsAsciiDigit(number[^1])
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > MaxMilliseconds)
            return false;
        var milliseconds = (value * unit) + (before / TimeSpan.TicksPerMillisecond);
        if (milliseconds > MaxMilliseconds || milliseconds != decimal.Truncate(milliseconds))
            return false;
        duration = TimeSpan.FromMilliseconds((long)milliseconds);
        return true;
    }
}
