namespace Axle.Guardrails.Privacy.Identifiers.National;

/// <summary>Numbers of the west of Europe.</summary>
internal static class Western
{
    /// <summary>Identifikationsnummer: one digit of the first ten twice or three times but not three times in a row; MOD 11,10.</summary>
    public static bool IsGermanTax(string text)
    {
        var digits = Digits.Without(text, "/");
        if (!Digits.Are(digits, 11))
            return false;
        var first = digits[..10];
        var counts = first.CountBy(static c => c).Select(static c => c.Value).Where(static c => c > 1).ToArray();
        var isInRow = Enumerable.Range(2, 8).Any(i => first[i] == first[i - 1] && first[i] == first[i - 2]);
        return counts is [2 or 3] && !isInRow && Checksums.Mod1110(digits);
    }

    /// <summary>Numéro fiscal: the last three are the first ten by 511.</summary>
    public static bool IsFrenchTax(string text)
    {
        var digits = text.Length == 17 && text[2] == ' ' && text[5] == ' ' && text[9] == ' ' && text[13] == ' ' ? Digits.Without(text, " ") : text;
        return Digits.Are(digits, 13) && digits[0] <= '3' && long.Parse(digits.AsSpan(0, 10), provider: null) % 511 == Digits.Number(digits, 10, 3);
    }

    /// <summary>Rijksregisternummer: 97 less the remainder of the first nine, with a 2 before them since 2000.</summary>
    public static bool IsBelgian(string text)
    {
        var digits = Digits.Without(text, ".-");
        if (!Digits.Are(digits, 11))
            return false;
        var first = Digits.Number(digits, 0, 9);
        var month = Digits.Number(digits, 2, 2);
        var day = Digits.Number(digits, 4, 2);
        var isDay = (month == 0 && day <= 31) || Digits.IsDayOfSomeCentury(Digits.Number(digits, 0, 2), month, day);
        var check = Digits.Number(digits, 9, 2);
        return isDay && (97 - first % 97 == check || 97 - (2_000_000_000L + first) % 97 == check);
    }

    /// <summary>Burgerservicenummer: the test of eleven.</summary>
    public static bool IsDutch(string text) =>
        Digits.Are(text, 9) && Checksums.Weighted(text, 9, 8, 7, 6, 5, 4, 3, 2) % 11 == text[8] - '0';

    /// <summary>Matricule: day of birth; Luhn over twelve digits, Verhoeff over eleven and the last.</summary>
    public static bool IsLuxembourgish(string text) =>
        Digits.Are(text, 13) && Digits.IsDay(Digits.Number(text, 0, 4), Digits.Number(text, 4, 2), Digits.Number(text, 6, 2))
        && Checksums.Luhn(text.AsSpan(0, 12)) && Checksums.Verhoeff(text[..11] + text[12]);

    /// <summary>Unique taxpayer reference, or national insurance number.</summary>
    public static bool IsBritish(string text) => Digits.Are(text, 10) || IsNino(text);

    /// <summary>National insurance number.</summary>
    public static bool IsNino(string text)
    {
        if (text.Length != 9 || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1]) || !Digits.Are(text.AsSpan(2, 6), 6))
            return false;
        return !"DFIQUV".Contains(text[0], StringComparison.Ordinal) && !"DFIQUVO".Contains(text[1], StringComparison.Ordinal)
            && text[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ") && "ABCD ".Contains(text[8], StringComparison.Ordinal);
    }

    /// <summary>PPS number: seven digits and one or two letters, the first a check by 23.</summary>
    public static bool IsIrish(string text)
    {
        if (text.Length is not (8 or 9) || !Digits.Are(text.AsSpan(0, 7), 7) || text[7] is < 'A' or > 'W')
            return false;
        var sum = Checksums.Weighted(text, 8, 7, 6, 5, 4, 3, 2);
        if (text.Length == 9)
        {
            if (text[8] is not ('W' or (>= 'A' and <= 'I')))
                return false;
            sum += text[8] == 'W' ? 0 : (text[8] - 'A' + 1) * 9;
        }

        return text[7] == (sum % 23 == 0 ? 'W' : (char)('A' + sum % 23 - 1));
    }
}
