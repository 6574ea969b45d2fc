namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Check digits as standards define them. Callers pass digits only unless said otherwise.</summary>
internal static class Checksums
{
    private static readonly byte[,] DihedralProduct =
    {
        { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 2, 3, 4, 0, 6, 7, 8, 9, 5 }, { 2, 3, 4, 0, 1, 7, 8, 9, 5, 6 }, { 3, 4, 0, 1, 2, 8, 9, 5, 6, 7 },
        { 4, 0, 1, 2, 3, 9, 5, 6, 7, 8 }, { 5, 9, 8, 7, 6, 0, 4, 3, 2, 1 }, { 6, 5, 9, 8, 7, 1, 0, 4, 3, 2 }, { 7, 6, 5, 9, 8, 2, 1, 0, 4, 3 },
        { 8, 7, 6, 5, 9, 3, 2, 1, 0, 4 }, { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
    };

    private static readonly byte[,] DihedralTurn =
    {
        { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 }, { 5, 8, 0, 3, 7, 9, 6, 1, 4, 2 }, { 8, 9, 1, 6, 0, 4, 3, 5, 2, 7 },
        { 9, 4, 5, 3, 1, 2, 6, 8, 7, 0 }, { 4, 2, 8, 6, 5, 7, 3, 9, 0, 1 }, { 2, 7, 9, 3, 8, 0, 6, 4, 1, 5 }, { 7, 0, 4, 6, 9, 1, 3, 2, 5, 8 },
    };

    /// <summary>ISO/IEC 7812-1, annex B.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>ISO 7064, MOD 97-10: the remainder by 97, letters counting 10 to 35. Letters are capitals.</summary>
    public static int Remainder97(IEnumerable<char> text)
    {
        var remainder = 0;
        foreach (var c in text)
        {
            remainder = char.IsAsciiDigit(c)
                ? (remainder * 10 + (c - '0')) % 97
                : (remainder * 100 + (c - 'A' + 10)) % 97;
        }

        return remainder;
    }

    /// <summary>ISO 7064, MOD 11,10; the last digit is the check digit.</summary>
    public static bool Mod1110(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var c in digits[..^1])
        {
            var sum = (c - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>Verhoeff's checksum over the dihedral group of order ten; the last digit is the check digit.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var i = 0; i < digits.Length; i++)
            check = DihedralProduct[check, DihedralTurn[i % 8, digits[^(i + 1)] - '0']];
        return check == 0;
    }

    /// <summary>Sum of the digits times their weights; digits without a weight do not count.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, params ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (digits[i] - '0') * weights[i];
        return sum;
    }
}
