using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Numbers and tokens without a country.</summary>
internal static class Tokens
{
    /// <summary>Whether it is a JSON web token: three parts of Base64Url, the first a JSON object with an algorithm.</summary>
    public static bool IsJwt(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || parts[0].Length < 10 || parts[1].Length < 2 || parts[2].Length < 2)
            return false;
        if (!parts.All(static p => Base64Url.IsValid(p)))
            return false;
        try
        {
            using var header = JsonDocument.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
            return header.RootElement.ValueKind == JsonValueKind.Object && header.RootElement.TryGetProperty("alg", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether it is the number of a mobile device, with dashes or without.</summary>
    public static bool IsImei(string text) => Digits.Without(text, "-") is { Length: 15 } digits && Digits.Are(digits, 15) && Checksums.Luhn(digits);

    /// <summary>
    /// Whether it is a social security number: dashes or blanks between all groups or none; no area 000, 666 or 9xx, no group 00, no serial 0000.
    /// </summary>
    public static bool IsSsn(string text)
    {
        var digits = text;
        if (text.Length == 11)
        {
            if (text[3] != text[6] || text[3] is not ('-' or ' '))
                return false;
            digits = text.Remove(6, 1).Remove(3, 1);
        }

        return Digits.Are(digits, 9) && digits[0] != '9' && !digits.StartsWith("000", StringComparison.Ordinal) && !digits.StartsWith("666", StringComparison.Ordinal)
            && digits.AsSpan(3, 2) is not "00" && digits.AsSpan(5) is not "0000";
    }
}
