using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Numbers of passports by country: the form alone, for they have no checksum outside the machine readable zone.</summary>
internal static class Passports
{
    private static readonly FrozenDictionary<string, string> Forms = new Dictionary<string, string>
    {
        ["AM BY FI GR JP PK PL"] = @"[A-Z]{2}\d{7}",
        ["AT AU CH KZ"] = @"[A-Z]\d{7}",
        ["BE BR UA"] = @"[A-Z]{2}\d{6}",
        ["AR"] = @"[A-Z]{3}\d{6}",
        ["AZ IR MX TR"] = @"[A-Z]\d{8}",
        ["BG DK DZ GB HR RU"] = @"\d{9}",
        ["CZ SE"] = @"\d{8}",
        ["CA"] = @"[A-Z]{2}\d{6}|[A-Z]\d{6}[A-Z]{2}",
        ["CN"] = @"G\d{8}|E[0-9A-HJ-NP-Z]\d{7}",
        ["CY"] = @"[A-Z](\d{6}|\d{8})",
        ["DE"] = @"[CFGHJKLMNPRTVWXYZ0-9]{9}",
        ["EE"] = @"[A-Z]{1,2}\d{7}",
        ["ES"] = @"[A-Z0-9]{2,3}\d{6}",
        ["FR"] = @"\d{2}[A-Z]{2}\d{5}",
        ["HU"] = @"[A-Z]{2}\d{6,7}",
        ["IE IT LV"] = @"[A-Z0-9]{2}\d{7}",
        ["IN"] = @"[A-Z]-?\d{7}",
        ["ID"] = @"[A-C]\d{7}",
        ["IS JM"] = @"A\d{7}",
        ["KR"] = @"[MS]\d{8}",
        ["LI"] = @"[A-Z]\d{5}",
        ["LT LU LY"] = @"[A-Z0-9]{8}",
        ["MT"] = @"\d{7}",
        ["MZ"] = @"[A-Z]{2}\d{7}|\d{2}[A-Z]{2}\d{5}",
        ["MY"] = @"[AHK]\d{8}",
        ["NL"] = @"[A-Z]{2}[A-Z0-9]{6}\d",
        ["NZ"] = @"(L[ADFH]|E[AP]|N)\d{6}",
        ["PH"] = @"[A-Z](\d{6}|\d{7}[A-Z])|[A-Z]{2}\d{6,7}",
        ["PT"] = @"[A-Z]\d{6}",
        ["RO"] = @"\d{8,9}",
        ["SK"] = @"[0-9A-Z]\d{7}",
        ["SI SL"] = @"P[A-Z]\d{7}",
        ["TH"] = @"[A-Z]{1,2}\d{6,7}",
        ["US"] = @"\d{9}|[A-Z]\d{8}",
        ["ZA"] = @"[ADMT]\d{8}",
    }.SelectMany(static e => e.Key.Split(' ').Where(static c => c.Length == 2).Select(c => (Country: c, e.Value)))
        .ToFrozenDictionary(static e => e.Country, static e => e.Value, StringComparer.OrdinalIgnoreCase);

    private static readonly ConcurrentDictionary<string, Regex> Compiled = new();

    /// <summary>Whether a passport of the country may have the number; without a country, of any.</summary>
    public static bool IsValid(string text, string? country = null)
    {
        var plain = Digits.Without(text, " ").ToUpperInvariant();
        if (plain.Length is < 6 or > 10)
            return false;
        if (country is not null)
            return Forms.TryGetValue(country, out var form) && Matches(plain, form);
        return Forms.Values.Distinct().Any(f => Matches(plain, f));
    }

    private static bool Matches(string text, string form) =>
        Compiled.GetOrAdd(form, static f => new Regex($"^(?:{f})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)).IsMatch(text);
}
