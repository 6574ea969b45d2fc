namespace Axle.Guardrails.Privacy.Identifiers.National;

/// <summary>Numbers of the south of Europe.</summary>
internal static class Southern
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    private static readonly int[] OddPlaces = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    /// <summary>DNI and NIE: eight digits, or X, Y, Z and seven, and a letter by 23.</summary>
    public static bool IsSpanishIdentity(string text) => text.Length == 9 && HasSpanishLetter(text);

    /// <summary>NIF: as DNI and NIE, with K, L and M too, and without leading zeros.</summary>
    public static bool IsSpanishTax(string text) =>
        text.Length is >= 2 and <= 9 && HasSpanishLetter(text[0] is 'K' or 'L' or 'M' ? "0" + text[1..] : text.PadLeft(9, '0'));

    /// <summary>Card number: C, a letter, five digits, two letters.</summary>
    public static bool IsItalianCard(string text) =>
        text.Length == 9 && text[0] == 'C' && char.IsAsciiLetterUpper(text[1]) && Digits.Are(text.AsSpan(2, 5), 5)
        && char.IsAsciiLetterUpper(text[7]) && char.IsAsciiLetterUpper(text[8]) && text != "CA00000AA";

    /// <summary>Codice fiscale: letters of the names, day of birth, place, check letter by 26.</summary>
    public static bool IsCodiceFiscale(string text)
    {
        if (text.Length != 16 || !text.All(char.IsAsciiLetterOrDigit) || !text.AsSpan(0, 6).ToArray().All(char.IsAsciiLetter))
            return false;
        // Where two people would get the same code, digits are replaced by letters.
        var plain = string.Concat(text.Select(static (c, i) =>
            i is 6 or 7 or 9 or 10 or 12 or 13 or 14 && "LMNPQRSTUV".IndexOf(c, StringComparison.Ordinal) is >= 0 and var digit ? (char)('0' + digit) : c));
        var month = "ABCDEHLMPRST".IndexOf(plain[8], StringComparison.Ordinal) + 1;
        if (!Digits.Are(plain.AsSpan(6, 2), 2) || !Digits.Are(plain.AsSpan(9, 2), 2) || !Digits.Are(plain.AsSpan(12, 3), 3) || !IsNames(plain))
            return false;
        var day = Digits.Number(plain, 9, 2);
        if (!Digits.IsDayOfSomeCentury(Digits.Number(plain, 6, 2), month, day > 40 ? day - 40 : day))
            return false;
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(text[i]) ? text[i] - '0' : text[i] - 'A';
            sum += i % 2 == 0 ? OddPlaces[value] : value;
        }

        return text[15] == 'A' + sum % 26;
    }

    /// <summary>NIF of Portugal: weights by 11.</summary>
    public static bool IsPortuguese(string text) =>
        Digits.Are(text, 9) && (11 - Checksums.Weighted(text, 9, 8, 7, 6, 5, 4, 3, 2) % 11 is var check) && (check > 9 ? 0 : check) == text[8] - '0';

    /// <summary>AFM: powers of two by 11.</summary>
    public static bool IsGreek(string text) =>
        Digits.Are(text, 9) && text[0] is not ('5' or '6') && Checksums.Weighted(text, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == text[8] - '0';

    /// <summary>TIC: eight digits and a letter by 26.</summary>
    public static bool IsCypriot(string text)
    {
        if (text.Length != 9 || text[0] is not ('0' or '9') || !Digits.Are(text.AsSpan(0, 8), 8))
            return false;
        var sum = 0;
        for (var i = 0; i < 8; i++)
            sum += i % 2 == 0 ? OddPlaces[text[i] - '0'] : text[i] - '0';
        return text[8] == 'A' + sum % 26;
    }

    /// <summary>Identity number with its letter, or nine digits that begin with a doubled one.</summary>
    public static bool IsMaltese(string text)
    {
        if (text.Length == 9)
            return Digits.Are(text, 9) && text[0] is >= '1' and <= '8' && text[0] == text[1];
        if (text.Length is < 4 or > 8 || !"APMGLHBZ".Contains(text[^1], StringComparison.Ordinal) || !Digits.Are(text.AsSpan(0, text.Length - 1), text.Length - 1))
            return false;
        var digits = text[..^1].PadLeft(7, '0');
        if (text[^1] is 'A' or 'P')
            return digits[6] != '0';
        var number = Digits.Number(digits, 0, 5);
        return number <= 32_000 && number != Digits.Number(digits, 5, 2);
    }

    // Consonants before vowels, X only as filling: so a code that nobody could have is refused.
    private static bool IsNames(string code) => IsName(code.AsSpan(0, 3)) && IsName(code.AsSpan(3, 3));

    private static bool IsName(ReadOnlySpan<char> three)
    {
        var sawVowel = false;
        var sawFilling = false;
        for (var i = 0; i < 3; i++)
        {
            var isVowel = "AEIOU".Contains(three[i], StringComparison.Ordinal);
            if (sawFilling && three[i] != 'X')
                return false;
            sawFilling |= sawVowel && three[i] == 'X';
            if (sawVowel && !isVowel && three[i] != 'X')
                return false;
            sawVowel |= isVowel;
        }

        return true;
    }

    private static bool HasSpanishLetter(string text)
    {
        var digits = (text[0] is >= 'X' and <= 'Z' ? (char)('0' + text[0] - 'X') : text[0]) + text[1..^1];
        return Digits.Are(digits, digits.Length) && digits.Length is >= 1 and <= 8 && SpanishLetters[Digits.Number(digits, 0, digits.Length) % 23] == text[^1];
    }
}
