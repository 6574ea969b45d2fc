using System.Collections.Frozen;
using System.Globalization;

namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>The plans of all countries, from the metadata of Google's libphonenumber (Apache-2.0); see phone-plans.tsv.</summary>
internal static class PhonePlans
{
    private static readonly FrozenDictionary<string, PhonePlan> ByCountry = Read().ToFrozenDictionary(static p => p.Country, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, PhonePlan[]> ByCode =
        ByCountry.Values.GroupBy(static p => p.Code)
            .ToFrozenDictionary(static g => g.Key, static g => g.OrderBy(static p => p.Country, StringComparer.Ordinal).ToArray());

    private static readonly FrozenDictionary<string, PhonePlan[]>.AlternateLookup<ReadOnlySpan<char>> CodeLookup =
        ByCode.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All plans.</summary>
    public static IReadOnlyList<PhonePlan> All => ByCountry.Values;

    /// <summary>The plan of a country; null when it has none.</summary>
    public static PhonePlan? Of(string country) => ByCountry.GetValueOrDefault(country);

    /// <summary>The plans that share a calling code; often one, for 1 and 44 several.</summary>
    public static PhonePlan[] WithCode(ReadOnlySpan<char> code) => CodeLookup.TryGetValue(code, out var plans) ? plans : [];

    private static IEnumerable<PhonePlan> Read()
    {
        using var reader = new StreamReader(typeof(PhonePlans).Assembly.GetManifestResourceStream("Axle.Guardrails.phone-plans.tsv")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var country, var code, var trunk, var lengths, var pattern])
                yield return new PhonePlan(country, code, trunk, lengths.Split(',').Sum(static l => 1 << int.Parse(l, CultureInfo.InvariantCulture)), pattern);
        }
    }
}
