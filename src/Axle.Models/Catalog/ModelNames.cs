using System.Text.RegularExpressions;

namespace Axle.Models.Catalog;

/// <summary>Finds the card of a model by the names that people and providers use for it.</summary>
internal static partial class ModelNames
{
    private const int LongestName = 200;

    /// <summary>
    /// Looks for the name as it is, then without the path before it (<c>models/…</c>, <c>openai/…</c>), then without what follows it: dates,
    /// revisions, <c>latest</c>, <c>preview</c>. A word that is none of these names another model: <c>gpt-5-mini</c> is not <c>gpt-5</c>.
    /// </summary>
    public static ModelCard? Find(IReadOnlyDictionary<string, ModelCard> cards, string model)
    {
        if (model.Length is 0 or > LongestName)
            return null;
        if (cards.TryGetValue(model, out var card))
            return card;
        var name = model[(model.LastIndexOf('/') + 1)..];
        while (!cards.TryGetValue(name, out card))
        {
            var last = Suffix().Match(name);
            if (!last.Success)
                return null;
            name = name[..last.Index];
        }

        return card;
    }

    [GeneratedRegex(
        @"(-\d{4}-\d{2}-\d{2}|-\d{2}-\d{4}|-\d{2}-\d{2}|[-@]\d{8}|-\d{3,4}|[-@]latest|-preview|-exp)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Suffix();
}
