namespace Axle.Tools.Ranking;

/// <summary>Takes texts apart into terms: words of prose, names of code whole and in their parts (<c>readLine</c> is also <c>read</c> and <c>line</c>).</summary>
internal static class Terms
{
    private const int LongestTerm = 64;

    /// <summary>The terms of a text, in lower case.</summary>
    public static IEnumerable<string> Of(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }

            foreach (var term in Parts(text[start..Math.Min(at, start + LongestTerm)]))
            {
                yield return term;
            }
        }
    }

    private static IEnumerable<string> Parts(string word)
    {
        yield return word.ToLowerInvariant();
        var start = 0;
        for (var at = 1; at < word.Length; at++)
        {
            if (char.IsUpper(word[at]) && (!char.IsUpper(word[at - 1]) || (at + 1 < word.Length && char.IsLower(word[at + 1]))))
            {
                yield return word[start..at].ToLowerInvariant();
                start = at;
            }
        }

        if (start > 0)
        {
            yield return word[start..].ToLowerInvariant();
        }
    }
}
