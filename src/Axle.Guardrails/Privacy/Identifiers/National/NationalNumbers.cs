using System.Collections.Frozen;

namespace Axle.Guardrails.Privacy.Identifiers.National;

/// <summary>Numbers that states know people by. Each check takes the text in capitals.</summary>
internal static class NationalNumbers
{
    private static readonly FrozenDictionary<string, Func<string, bool>> Identity = new Dictionary<string, Func<string, bool>>
    {
        ["CN"] = Asia.IsChinese,
        ["ES"] = Southern.IsSpanishIdentity,
        ["FI"] = Northern.IsFinnish,
        ["HK"] = Asia.IsHongKong,
        ["IL"] = Asia.IsIsraeli,
        ["IN"] = Asia.IsAadhaar,
        ["IR"] = Asia.IsIranian,
        ["IT"] = Southern.IsItalianCard,
        ["LK"] = Asia.IsSriLankan,
        ["LY"] = Asia.IsLibyan,
        ["NO"] = Northern.IsNorwegian,
        ["PK"] = Asia.IsPakistani,
        ["PL"] = Eastern.IsPesel,
        ["TH"] = Asia.IsThai,
        ["TN"] = Asia.IsTunisian,
        ["TW"] = Asia.IsTaiwanese,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Func<string, bool>> Tax = new Dictionary<string, Func<string, bool>>
    {
        ["AR"] = Americas.IsCuit,
        ["BE"] = Western.IsBelgian,
        ["BG"] = Eastern.IsBulgarian,
        ["BR"] = Americas.IsBrazilian,
        ["CA"] = Americas.IsSin,
        ["CY"] = Southern.IsCypriot,
        ["CZ"] = Eastern.IsCzech,
        ["DE"] = Western.IsGermanTax,
        ["DK"] = Northern.IsDanish,
        ["EE"] = Northern.IsBaltic,
        ["ES"] = Southern.IsSpanishTax,
        ["FI"] = Northern.IsFinnish,
        ["FR"] = Western.IsFrenchTax,
        ["GB"] = Western.IsBritish,
        ["GR"] = Southern.IsGreek,
        ["HR"] = Eastern.IsCroatian,
        ["HU"] = Eastern.IsHungarianTax,
        ["IE"] = Western.IsIrish,
        ["IN"] = Asia.IsPan,
        ["IT"] = Southern.IsCodiceFiscale,
        ["LT"] = Northern.IsBaltic,
        ["LU"] = Western.IsLuxembourgish,
        ["LV"] = Northern.IsLatvian,
        ["MT"] = Southern.IsMaltese,
        ["NL"] = Western.IsDutch,
        ["PL"] = Eastern.IsPolishTax,
        ["PT"] = Southern.IsPortuguese,
        ["RO"] = Eastern.IsRomanian,
        ["SE"] = Northern.IsSwedish,
        ["SI"] = Eastern.IsSlovenian,
        ["SK"] = Eastern.IsSlovak,
        ["UA"] = Eastern.IsUkrainian,
        ["US"] = Americas.IsEmployer,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a number of identity cards or registers of the country; without a country, of any.</summary>
    public static bool IsIdentity(string text, string? country = null) => Holds(Identity, text, country);

    /// <summary>Whether it is a number of taxpayers of the country; without a country, of any.</summary>
    public static bool IsTax(string text, string? country = null) => Holds(Tax, text, country);

    private static bool Holds(FrozenDictionary<string, Func<string, bool>> checks, string text, string? country)
    {
        if (text.Length is < 4 or > 24)
            return false;
        var capitals = text.ToUpperInvariant();
        return country is null ? checks.Values.Any(c => c(capitals)) : checks.TryGetValue(country, out var check) && check(capitals);
    }
}
