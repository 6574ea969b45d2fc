using System.Collections.Frozen;
using System.Text;

namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>International bank account numbers (ISO 13616).</summary>
internal static class Ibans
{
    // Country, then the form of what follows the check digits: n digits, a capitals, c both. From the registry of SWIFT and, for those that are
    // not in it, from the list of the central banks concerned.
    private const string Registry =
        "AD8n12c AE19n AL8n16c AO21n AT16n AZ4a20c BA16n BE12n BF2c22n BG4a6n8c BH4a14c BI23n BJ2c22n BR23n1a1c BY4c4n16c CF23n CG23n CH5n12c CI2c22n " +
        "CM23n CR18n CV21n CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n DZ22n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GA23n GB4a14n GE2a16n GI4a15c " +
        "GL14n GQ23n GR7n16c GT24c GW2c19n HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IR22n IS22n IT1a10n12c JO4a4n18c KM23n KW4a22c KZ3n13c LB4n20c " +
        "LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MA24n MC10n11c2n MD20c ME18n MG23n MK3n10c2n ML2c22n MN16n MR23n MT4a5n18c MU4a19n3a MZ21n " +
        "NE2a22n NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n " +
        "SM1a10n12c SN2a22n SO19n ST21n SV4a20n TD23n TG2a22n TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c";

    private static readonly FrozenDictionary<string, string> Forms =
        Registry.Split(' ').ToFrozenDictionary(static e => e[..2], static e => Spelled(e.AsSpan(2)));

    /// <summary>Whether it is one, in any case, with single spaces or dashes between groups or without.</summary>
    public static bool IsValid(string text)
    {
        if (text.Length is < 15 or > 45)
            return false;
        var plain = Digits.Without(text, " -").ToUpperInvariant();
        return plain.Length >= 15 && plain.All(char.IsAsciiLetterOrDigit) && char.IsAsciiDigit(plain[2]) && char.IsAsciiDigit(plain[3])
            && HasForm(plain) && Checksums.Remainder97(plain.Skip(4).Concat(plain.Take(4))) == 1;
    }

    /// <summary>How long an IBAN of the country at the start of the text is; 0 when no country has them.</summary>
    public static int LengthFor(ReadOnlySpan<char> text) =>
        text.Length >= 2 && Forms.TryGetValue(text[..2].ToString().ToUpperInvariant(), out var form) ? form.Length + 4 : 0;

    private static bool HasForm(string plain)
    {
        if (!Forms.TryGetValue(plain[..2], out var form) || plain.Length != form.Length + 4)
            return false;
        for (var i = 0; i < form.Length; i++)
        {
            var c = plain[i + 4];
            if (form[i] == 'n' ? !char.IsAsciiDigit(c) : form[i] == 'a' && !char.IsAsciiLetter(c))
                return false;
        }

        return true;
    }

    // 2a3n becomes aannn.
    private static string Spelled(ReadOnlySpan<char> form)
    {
        var spelled = new StringBuilder();
        var count = 0;
        foreach (var c in form)
        {
            if (char.IsAsciiDigit(c))
            {
                count = count * 10 + (c - '0');
                continue;
            }

            spelled.Append(c, count);
            count = 0;
        }

        return spelled.ToString();
    }
}
