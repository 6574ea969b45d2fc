namespace Axle.Guardrails.Input.Normalisation;

/// <summary>Text of markup that a reader of the page does not see, but a model does.</summary>
internal static class Markup
{
    private const int MostPieces = 16;
    private const int LongestName = 200;
    private static readonly string[] MachineAttributes = [" alt=", " title=", " aria-label=", " content=", " placeholder=", " data-"];

    /// <summary>Comments, attributes that are read by machines, and elements that are not shown.</summary>
    public static IEnumerable<(string Text, Disguise Disguise)> Find(string text) => text.Contains('<', StringComparison.Ordinal)
        ? Comments(text).Concat(Attributes(text)).Take(MostPieces)
        : [];

    private static IEnumerable<(string Text, Disguise Disguise)> Comments(string text)
    {
        for (var at = 0; (at = text.IndexOf("<!--", at, StringComparison.Ordinal)) >= 0;)
        {
            var end = text.IndexOf("-->", at + 4, StringComparison.Ordinal);
            yield return (text[(at + 4)..(end < 0 ? text.Length : end)], Disguise.Comment);
            if (end < 0)
                yield break;
            at = end + 3;
        }
    }

    private static IEnumerable<(string Text, Disguise Disguise)> Attributes(string text)
    {
        foreach (var name in MachineAttributes)
        {
            for (var at = 0; (at = text.IndexOf(name, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            {
                // Bounded, so that a text of nothing but names takes no longer than another.
                var equals = text.IndexOf('=', at, Math.Min(LongestName, text.Length - at));
                if (equals < 0 || equals + 2 >= text.Length || text[equals + 1] is not ('"' or '\'')
                    || text.IndexOf(text[equals + 1], equals + 2) is not (> 0 and var end))
                    continue;
                if (end - equals > 20)
                    yield return (text[(equals + 2)..end], Disguise.Hidden);
            }
        }
    }
}
