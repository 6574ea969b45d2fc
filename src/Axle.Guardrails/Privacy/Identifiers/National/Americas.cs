namespace Axle.Guardrails.Privacy.Identifiers.National;

/// <summary>Numbers of the Americas.</summary>
internal static class Americas
{
    // The first two digits that the campuses of the tax office of the United States give out.
    private const string Campuses =
        "01 02 03 04 05 06 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 50 51 52 53 54 55 56 57 " +
        "58 59 60 61 62 63 64 65 66 67 68 71 72 73 74 75 76 77 80 81 82 83 84 85 86 87 88 90 91 92 93 94 95 98 99";

    /// <summary>EIN: prefix of a campus, a dash or blank or nothing, seven digits.</summary>
    public static bool IsEmployer(string text)
    {
        var digits = text.Length == 10 && text[2] is '-' or ' ' ? text.Remove(2, 1) : text;
        return Digits.Are(digits, 9) && Campuses.Contains(digits[..2], StringComparison.Ordinal);
    }

    /// <summary>Social insurance number of Canada.</summary>
    public static bool IsSin(string text) => Digits.Are(text, 9) && Checksums.Luhn(text);

    /// <summary>CPF of people or CNPJ of firms, which may have letters since 2026.</summary>
    public static bool IsBrazilian(string text)
    {
        var plain = Digits.Without(text, ".-/");
        return plain.Length == 14 ? IsCnpj(plain) : IsCpf(plain);
    }

    /// <summary>CUIT: weights by 11.</summary>
    public static bool IsCuit(string text)
    {
        if (!Digits.Are(text, 11) || text[..2] is not ("20" or "23" or "24" or "25" or "26" or "27" or "30" or "33" or "34" or "50" or "51" or "55"))
            return false;
        var check = 11 - Checksums.Weighted(text, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        return (check == 11 ? 0 : check == 10 ? 9 : check) == text[10] - '0';
    }

    /// <summary>CPF: two check digits by 11; no digit eleven times.</summary>
    public static bool IsCpf(string digits)
    {
        if (!Digits.Are(digits, 11) || digits.All(c => c == digits[0]))
            return false;
        var first = Checksums.Weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        var second = Checksums.Weighted(digits, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == digits[9] - '0' && second == digits[10] - '0';
    }

    private static bool IsCnpj(string text)
    {
        if (!text.All(char.IsAsciiLetterOrDigit) || !Digits.Are(text.AsSpan(12), 2) || text.All(c => c == text[0]))
            return false;
        return Check(text, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) == text[12] - '0' && Check(text, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2) == text[13] - '0';

        static int Check(string text, params ReadOnlySpan<int> weights) =>
            Checksums.Weighted(text, weights) % 11 is >= 2 and var remainder ? 11 - remainder : 0;
    }
}
