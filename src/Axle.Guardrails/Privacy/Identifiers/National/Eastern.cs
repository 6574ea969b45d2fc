namespace Axle.Guardrails.Privacy.Identifiers.National;

/// <summary>Numbers of the east of Europe.</summary>
internal static class Eastern
{
    /// <summary>PESEL: weights by 10.</summary>
    public static bool IsPesel(string text) => Digits.Are(text, 11) && Checksums.Weighted(text, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;

    /// <summary>NIP or PESEL.</summary>
    public static bool IsPolishTax(string text) =>
        (Digits.Are(text, 10) && Checksums.Weighted(text, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == text[9] - '0') || (IsPesel(text) && BeginsWithDay(text));

    /// <summary>EGN: day of birth with the century in the month, weights by 11.</summary>
    public static bool IsBulgarian(string text)
    {
        if (!Digits.Are(text, 10))
            return false;
        var month = Digits.Number(text, 2, 2);
        var century = month > 40 ? 2000 : month > 20 ? 1800 : 1900;
        return Digits.IsDay(century + Digits.Number(text, 0, 2), month % 20, Digits.Number(text, 4, 2))
            && Checksums.Weighted(text, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10 == text[9] - '0';
    }

    /// <summary>Rodné číslo of the Czech Republic: nine digits up to 1953, then ten by 11.</summary>
    public static bool IsCzech(string text) => IsBirthNumber(text, mayBeMoved: true);

    /// <summary>Rodné číslo of Slovakia.</summary>
    public static bool IsSlovak(string text) => IsBirthNumber(text, mayBeMoved: false);

    /// <summary>Adóazonosító jel: begins with 8, weights by 11.</summary>
    public static bool IsHungarianTax(string text) =>
        Digits.Are(text, 10) && text[0] == '8' && Checksums.Weighted(text, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11 == text[9] - '0';

    /// <summary>CNP: century and sex, day of birth, county, weights by 11. Those that begin with 9000 have no further rule.</summary>
    public static bool IsRomanian(string text)
    {
        if (!Digits.Are(text, 13))
            return false;
        if (text.StartsWith("9000", StringComparison.Ordinal))
            return true;
        var century = text[0] switch { '1' or '2' => 1900, '3' or '4' => 1800, '5' or '6' => 2000, '7' or '8' or '9' => 1900, _ => -1 };
        if (century < 0 || !Digits.IsDay(century + Digits.Number(text, 1, 2), Digits.Number(text, 3, 2), Digits.Number(text, 5, 2)))
            return false;
        var check = Checksums.Weighted(text, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        return (check == 10 ? 1 : check) == text[12] - '0';
    }

    /// <summary>OIB: MOD 11,10.</summary>
    public static bool IsCroatian(string text) => Digits.Are(text, 11) && Checksums.Mod1110(text);

    /// <summary>Davčna številka: weights by 11.</summary>
    public static bool IsSlovenian(string text) =>
        Digits.Are(text, 8) && text[0] != '0' && (11 - Checksums.Weighted(text, 8, 7, 6, 5, 4, 3, 2) % 11) % 10 == text[7] - '0'
        && Checksums.Weighted(text, 8, 7, 6, 5, 4, 3, 2) % 11 != 0;

    /// <summary>RNOKPP: weights by 11.</summary>
    public static bool IsUkrainian(string text) =>
        Digits.Are(text, 10) && (Checksums.Weighted(text, -1, 5, 7, 9, 4, 6, 10, 5, 7) % 11 + 11) % 11 % 10 == text[9] - '0';

    private static bool BeginsWithDay(string pesel)
    {
        var (century, month) = Century(Digits.Number(pesel, 2, 2));
        return Digits.IsDay(century + Digits.Number(pesel, 0, 2), month, Digits.Number(pesel, 4, 2));
    }

    // The century is in the month.
    private static (int Century, int Month) Century(int month) => (month / 20) switch
    {
        4 => (1800, month - 80),
        var moved => (1900 + moved * 100, month % 20),
    };

    private static bool IsBirthNumber(string text, bool mayBeMoved)
    {
        var digits = text.Length > 6 && text[6] == '/' ? text.Remove(6, 1) : text;
        if (digits.Length is not (9 or 10) || !Digits.Are(digits, digits.Length))
            return false;
        var year = Digits.Number(digits, 0, 2);
        if (digits.Length == 9 && year >= 54)
            return false;
        var century = digits.Length == 9 || year >= 54 ? 1900 : 2000;
        var month = Digits.Number(digits, 2, 2);
        month = month > 50 ? month - 50 : month;
        // Since 2004, when the numbers of a day run out, 20 is added to the month.
        month = mayBeMoved && month > 20 && century + year >= 2004 ? month - 20 : month;
        if (!Digits.IsDay(century + year, month, Digits.Number(digits, 4, 2)))
            return false;
        if (digits.Length == 9)
            return digits.AsSpan(6) is not "000";
        var remainder = Digits.Number(digits, 0, 9) % 11;
        return remainder == 10 ? digits[9] == '0' && century + year < 1986 : remainder == digits[9] - '0';
    }
}
