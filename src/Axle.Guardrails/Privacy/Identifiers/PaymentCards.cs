namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Numbers of payment cards.</summary>
internal static class PaymentCards
{
    // Prefixes with as many digits as From and To have; lengths as bits. The order is from the special to the general.
    private static readonly Network[] Networks =
    [
        new("amex", 34, 34, Lengths(15)), new("amex", 37, 37, Lengths(15)),
        new("diners", 300, 305, Lengths(14)), new("diners", 309, 309, Lengths(14)),
        new("diners", 36, 36, Lengths(14, 16, 19)), new("diners", 38, 39, Lengths(14, 16)),
        new("jcb", 1800, 1800, Lengths(15)), new("jcb", 2131, 2131, Lengths(15)), new("jcb", 3528, 3589, Lengths(16, 17, 18, 19)),
        new("mir", 2200, 2204, Lengths(16, 17, 18, 19)), new("mastercard", 2221, 2720, Lengths(16)), new("mastercard", 51, 55, Lengths(16)),
        new("troy", 9792, 9792, Lengths(16)),
        new("discover", 6011, 6011, Lengths(16, 19)), new("discover", 644, 649, Lengths(16, 19)), new("discover", 65, 65, Lengths(16, 19)),
        new("unionpay", 62, 62, Lengths(16, 17, 18, 19)), new("unionpay", 81, 82, Lengths(16, 17, 18, 19)),
        new("maestro", 50, 50, Lengths(12, 13, 14, 15, 16, 17, 18, 19)), new("maestro", 56, 58, Lengths(12, 13, 14, 15, 16, 17, 18, 19)),
        new("maestro", 60, 61, Lengths(12, 13, 14, 15, 16, 17, 18, 19)), new("maestro", 63, 69, Lengths(12, 13, 14, 15, 16, 17, 18, 19)),
        new("visa", 4, 4, Lengths(13, 16, 17, 18, 19)),
    ];

    /// <summary>Whether it is the number of a card, written with spaces or dashes between groups or without.</summary>
    public static bool IsValid(string text) => NetworkOf(Digits.Without(text, " -")) is not null;

    /// <summary>The network whose number this is; null when it is none.</summary>
    /// <param name="digits">Digits only; anything else is no card.</param>
    public static string? NetworkOf(string digits)
    {
        if (digits.Length is < 12 or > 19 || !Digits.Are(digits, digits.Length) || !Checksums.Luhn(digits))
            return null;
        return Array.Find(Networks, n => n.Has(digits))?.Name;
    }

    private static int Lengths(params ReadOnlySpan<int> lengths)
    {
        var bits = 0;
        foreach (var length in lengths)
            bits |= 1 << length;
        return bits;
    }

    private sealed record Network(string Name, int From, int To, int LengthBits)
    {
        private readonly int _prefix = From < 10 ? 1 : From < 100 ? 2 : From < 1000 ? 3 : 4;

        public bool Has(string digits) =>
            (LengthBits & (1 << digits.Length)) != 0 && Digits.Number(digits, 0, _prefix) is var prefix && prefix >= From && prefix <= To;
    }
}
