using System.Collections.Frozen;

namespace Axle.Workflows.Definition.Language;

/// <summary>Where in the language a key belongs.</summary>
internal static class KeyPlaces
{
    private static readonly Lazy<FrozenDictionary<string, string>> Places = new(static () => WorkflowTables.All
        .SelectMany(static table => table.AllKeys.Select(key => (key.Name, table.Title)))
        .GroupBy(static pair => pair.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(static g => g.Key, static g => string.Join(" or ", g.Select(static p => p.Title).Distinct().Take(3))));

    /// <summary>Where a key belongs, for a sentence: <c>a 'loop'</c>; null when no part of the language has it.</summary>
    public static string? Find(string key) => Places.Value.GetValueOrDefault(key);
}
