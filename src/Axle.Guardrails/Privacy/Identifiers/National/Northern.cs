namespace Axle.Guardrails.Privacy.Identifiers.National;

/// <summary>Numbers of the north of Europe and the Baltic states.</summary>
internal static class Northern
{
    private const string FinnishLetters = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    /// <summary>Henkilötunnus: day of birth, sign of the century, number, check character by 31.</summary>
    public static bool IsFinnish(string text)
    {
        if (text.Length != 11 || !Digits.Are(text.AsSpan(0, 6), 6) || !"+-ABCDEFYXWVU".Contains(text[6], StringComparison.Ordinal) || !Digits.Are(text.AsSpan(7, 3), 3))
            return false;
        var century = text[6] switch { '+' => 1800, >= 'A' and <= 'F' => 2000, _ => 1900 };
        return Digits.IsDay(century + Digits.Number(text, 4, 2), Digits.Number(text, 2, 2), Digits.Number(text, 0, 2))
            && FinnishLetters[Digits.Number(text[..6] + text[7..10], 0, 9) % 31] == text[10];
    }

    /// <summary>Fødselsnummer: two check digits by 11.</summary>
    public static bool IsNorwegian(string text)
    {
        if (!Digits.Are(text, 11) || text.AsSpan().Trim('0').Length == 0)
            return false;
        var first = (11 - Checksums.Weighted(text, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11) % 11;
        var second = (11 - Checksums.Weighted(text, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11) % 11;
        return first == text[9] - '0' && second == text[10] - '0';
    }

    /// <summary>Personnummer of Sweden, also of coordination (day plus 60): Luhn over the last ten digits.</summary>
    public static bool IsSwedish(string text)
    {
        var sign = text.Length > 5 ? text[^5] : ' ';
        var digits = sign is '-' or '+' ? text.Remove(text.Length - 5, 1) : text;
        if (digits.Length is not (10 or 12) || !Digits.Are(digits, digits.Length) || (digits.Length == 12 && sign == '+'))
            return false;
        var last = digits[^10..];
        var year = Digits.Number(last, 0, 2);
        // A plus says that the person has turned 100.
        if (sign == '+' && year > 30)
            return false;
        var day = Digits.Number(last, 4, 2) is > 60 and var moved ? moved - 60 : Digits.Number(last, 4, 2);
        var isDay = digits.Length == 12
            ? Digits.IsDay(Digits.Number(digits, 0, 4), Digits.Number(last, 2, 2), day)
            : Digits.IsDayOfSomeCentury(year, Digits.Number(last, 2, 2), day);
        // Some systems count the century into the check digit; their numbers are people's too.
        return isDay && (Checksums.Luhn(last) || (digits.Length == 12 && Checksums.Luhn(digits)));
    }

    /// <summary>CPR: day of birth; weights by 11, as numbers up to 2007 keep them.</summary>
    public static bool IsDanish(string text)
    {
        var digits = text.Length == 11 && text[6] == '-' ? text.Remove(6, 1) : text;
        return Digits.Are(digits, 10) && Digits.IsDayOfSomeCentury(Digits.Number(digits, 4, 2), Digits.Number(digits, 2, 2), Digits.Number(digits, 0, 2))
            && Checksums.Weighted(digits, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
    }

    /// <summary>Isikukood and asmens kodas: century and sex, day of birth, check digit by 11 in two rounds.</summary>
    public static bool IsBaltic(string text)
    {
        if (!Digits.Are(text, 11) || text[0] is < '1' or > '8')
            return false;
        var century = 1800 + (text[0] - '1') / 2 * 100;
        if (!Digits.IsDay(century + Digits.Number(text, 1, 2), Digits.Number(text, 3, 2), Digits.Number(text, 5, 2)))
            return false;
        var check = Checksums.Weighted(text, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11;
        if (check == 10)
            check = Checksums.Weighted(text, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10;
        return check == text[10] - '0';
    }

    /// <summary>Personas kods: those from 2017 begin with 32; before, day of birth and a check digit.</summary>
    public static bool IsLatvian(string text)
    {
        var digits = text.Length == 12 && text[6] == '-' ? text.Remove(6, 1) : text;
        if (!Digits.Are(digits, 11))
            return false;
        if (digits.StartsWith("32", StringComparison.Ordinal))
            return true;
        var century = digits[6] switch { '0' => 1800, '1' => 1900, '2' => 2000, _ => -1 };
        return century > 0 && Digits.IsDay(century + Digits.Number(digits, 4, 2), Digits.Number(digits, 2, 2), Digits.Number(digits, 0, 2))
            && (1101 - Checksums.Weighted(digits, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11 % 10 == digits[10] - '0';
    }
}
