namespace Axle.Schemas.Formats;

/// <summary>Host names: RFC 1123 for plain ones, IDNA 2008 (RFC 5890 to 5892) for international ones.</summary>
internal static class HostNames
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    public static bool IsHostName(string text) =>
        text.Length is > 0 and <= LongestName && text.Split('.').All(label => IsPlainLabel(label) && IsFairlyEncoded(label));

    /// <summary>A name whose labels may hold letters of any script; the full stops of other scripts part labels too.</summary>
    public static bool IsInternational(string text)
    {
        var labels = text.Split('.', '\u3002', '\uFF0E', '\uFF61');
        return text.Length > 0 && labels.All(label => IsPlainLabel(label) ? IsFairlyEncoded(label) : InternationalLabel.IsValid(label))
            && labels.Sum(label => EncodedLength(label) + 1) - 1 <= LongestName;
    }

    private static bool IsPlainLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-'
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <summary>Hyphens in the third and fourth place are kept for encodings, of which there is one: <c>xn--</c>.</summary>
    private static bool IsFairlyEncoded(string label)
    {
        if (label.Length < 4 || label[2] != '-' || label[3] != '-')
        {
            return true;
        }

        return label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)
            && Punycode.TryDecode(label[4..].ToLowerInvariant()) is { } decoded && InternationalLabel.IsValid(decoded)
            && decoded.Any(letter => letter > 0x7F);
    }

    private static int EncodedLength(string label) => label.All(char.IsAscii) ? label.Length : Punycode.EncodedLength(label) + 4;
}
