namespace Axle.Guardrails.Privacy.Identifiers.National;

/// <summary>Numbers of Asia and the north of Africa.</summary>
internal static class Asia
{
    private const string Provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 91";

    // Letters of counties in the order of the numbers 10 to 35 that they stand for.
    private const string TaiwaneseLetters = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

    /// <summary>Resident number: province, day of birth, check character MOD 11-2; or fifteen digits as before 1999.</summary>
    public static bool IsChinese(string text)
    {
        if (text.Length is not (15 or 18) || !Digits.Are(text.AsSpan(0, Math.Min(text.Length, 17)), Math.Min(text.Length, 17))
            || !Provinces.Contains(text[..2], StringComparison.Ordinal))
            return false;
        if (text.Length == 15)
            return Digits.IsDay(1900 + Digits.Number(text, 6, 2), Digits.Number(text, 8, 2), Digits.Number(text, 10, 2));
        return Digits.IsDay(Digits.Number(text, 6, 4), Digits.Number(text, 10, 2), Digits.Number(text, 12, 2))
            && "10X98765432"[Checksums.Weighted(text, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11] == text[17];
    }

    /// <summary>One or two letters, six digits, a check character by 11, in brackets or not.</summary>
    public static bool IsHongKong(string text)
    {
        var plain = text is [.., '(', _, ')'] or [.., '[', _, ']'] ? text[..^3] + text[^2] : text;
        if (plain.Length is not (8 or 9) || !plain.AsSpan(0, plain.Length - 7).ToArray().All(char.IsAsciiLetter)
            || !Digits.Are(plain.AsSpan(plain.Length - 7, 6), 6))
            return false;
        // A missing first letter counts as a blank, 36.
        var sum = plain.Length == 8 ? 36 * 9 : 0;
        for (var i = 0; i < plain.Length; i++)
        {
            var value = char.IsAsciiDigit(plain[i]) ? plain[i] - '0' : plain[i] - 'A' + 10;
            sum += value * (plain.Length - i);
        }

        return plain[^1] is (>= '0' and <= '9') or 'A' && sum % 11 == 0;
    }

    /// <summary>A letter of the county, nine digits, weights by 10.</summary>
    public static bool IsTaiwanese(string text)
    {
        if (text.Length != 10 || !char.IsAsciiLetter(text[0]) || !Digits.Are(text.AsSpan(1), 9))
            return false;
        var county = TaiwaneseLetters.IndexOf(text[0], StringComparison.Ordinal) + 10;
        return (county / 10 + county % 10 * 9 + Checksums.Weighted(text.AsSpan(1), 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0;
    }

    /// <summary>Aadhaar: twelve digits in fours, Verhoeff.</summary>
    public static bool IsAadhaar(string text)
    {
        var digits = text.Length == 14 && text[4] == ' ' && text[9] == ' ' ? Digits.Without(text, " ") : text;
        return Digits.Are(digits, 12) && digits[0] is not ('0' or '1') && Checksums.Verhoeff(digits);
    }

    /// <summary>Permanent account number: the fourth letter says what kind of holder.</summary>
    public static bool IsPan(string text) =>
        text.Length == 10 && text.AsSpan(0, 5).ToArray().All(char.IsAsciiLetter) && "ABCFGHJLPT".Contains(text[3], StringComparison.Ordinal)
        && Digits.Are(text.AsSpan(5, 4), 4) && text.AsSpan(5, 4) is not "0000" && char.IsAsciiLetter(text[9]);

    /// <summary>Code melli: weights by 11.</summary>
    public static bool IsIranian(string text)
    {
        if (!Digits.Are(text, 10) || Digits.Number(text, 3, 6) == 0)
            return false;
        var remainder = Checksums.Weighted(text, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return (remainder < 2 ? remainder : 11 - remainder) == text[9] - '0';
    }

    /// <summary>Teudat zehut: Luhn over nine digits.</summary>
    public static bool IsIsraeli(string text) => Digits.Are(text, 9) && Checksums.Luhn(text);

    /// <summary>Nine digits and V or X, or twelve digits; the day of the year is in the middle.</summary>
    public static bool IsSriLankan(string text) =>
        (text.Length == 10 && text[0] != '0' && Digits.Are(text.AsSpan(0, 9), 9) && text[9] is 'V' or 'X') || (Digits.Are(text, 12) && text[0] is '1' or '2');

    /// <summary>CNIC: five, seven and one digits with dashes; the first is a province.</summary>
    public static bool IsPakistani(string text) =>
        text.Length == 15 && text[0] is >= '1' and <= '7' && text[5] == '-' && text[13] == '-' && text[14] is >= '1' and <= '9'
        && Digits.Are(Digits.Without(text, "-"), 13);

    /// <summary>Thirteen digits, weights by 11.</summary>
    public static bool IsThai(string text) =>
        Digits.Are(text, 13) && text[0] is >= '1' and <= '8'
        && (11 - Checksums.Weighted(text, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10 == text[12] - '0';

    /// <summary>Twelve digits that begin with 1 or 2.</summary>
    public static bool IsLibyan(string text) => Digits.Are(text, 12) && text[0] is '1' or '2';

    /// <summary>Eight digits.</summary>
    public static bool IsTunisian(string text) => Digits.Are(text, 8);
}
