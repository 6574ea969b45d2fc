using System.Runtime.CompilerServices;
using Axle.Tools.BuiltIn.Sources;

namespace Axle.Tools.BuiltIn.Search;

/// <summary>
/// The words of one file and how often each occurs: words of prose, names of code whole and in their parts (<c>readLine</c> is also <c>read</c> and
/// <c>line</c>). Kept as long as the file's text is, so that only files that changed are read again.
/// </summary>
internal sealed class TermBag
{
    private const int LongestTerm = 64;

    private static readonly ConditionalWeakTable<SourceFile, TermBag> Known = [];

    private TermBag(Dictionary<string, int> counts) => (Counts, Length) = (counts, counts.Values.Sum());

    /// <summary>How often each term occurs.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; }

    /// <summary>How many terms there are, each as often as it occurs.</summary>
    public int Length { get; }

    /// <summary>The terms of a file and of its path.</summary>
    public static TermBag Of(SourceFile file) => Known.GetValue(file, static f => new TermBag(Count(Terms(f.Path).Concat(Terms(f.Text)))));

    /// <summary>The terms of a text, in lower case.</summary>
    public static IEnumerable<string> Terms(string text)
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

    private static Dictionary<string, int> Count(IEnumerable<string> terms)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, term, out _)++;
        }

        return counts;
    }
}
