using System.Globalization;

namespace Axle.Models.Configuration;

/// <summary>Reads sizes: bytes as a plain number, or with <c>KB</c>, <c>MB</c>, <c>GB</c> (1,024 each).</summary>
internal static class Sizes
{
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var letters = text.Length;
        while (letters > 0 && char.IsAsciiLetter(text[letters - 1]))
            letters--;
        long? unit = text[letters..].ToUpperInvariant() switch { "" or "B" => 1, "KB" => 1L << 10, "MB" => 1L << 20, "GB" => 1L << 30, _ => null };
        if (unit is not { } factor ||
            !double.TryParse(text.AsSpan(0, letters).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e12)
            return false;
        bytes = (long)(number * factor);
        return true;
    }
}
