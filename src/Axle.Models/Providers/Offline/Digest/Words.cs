namespace Axle.Models.Providers.Offline.Digest;

/// <summary>Takes names such as <c>topRisks</c>, <c>top_risks</c> or <c>code.topRisks</c> apart.</summary>
internal static class Words
{
    /// <summary>Letters and digits only, lower case.</summary>
    public static string Join(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The words of a name, lower case.</summary>
    public static IReadOnlyList<string> Split(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsLetterOrDigit(name[i]) || (i > start && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]));
            if (!ends)
                continue;
            if (i > start)
                words.Add(name[start..i].ToLowerInvariant());
            start = i < name.Length && char.IsLetterOrDigit(name[i]) ? i : i + 1;
        }

        return words;
    }

    /// <summary>The last word, which in English says what a thing is: <c>risks</c> of <c>topRisks</c>.</summary>
    public static string Last(string name) => Split(name) is { Count: > 0 } words ? words[^1] : "";

    /// <summary>The words with spaces, for a sentence.</summary>
    public static string Say(string name) => string.Join(' ', Split(name));
}
