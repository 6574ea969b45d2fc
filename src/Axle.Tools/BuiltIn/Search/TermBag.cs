using System.Runtime.CompilerServices;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Ranking;

namespace Axle.Tools.BuiltIn.Search;

/// <summary>
/// The words of one file and how often each occurs: words of prose, names of code whole and in their parts (<c>readLine</c> is also <c>read</c> and
/// <c>line</c>). Kept as long as the file's text is, so that only files that changed are read again.
/// </summary>
internal sealed class TermBag
{
    private static readonly ConditionalWeakTable<SourceFile, TermBag> Known = [];

    private TermBag(Dictionary<string, int> counts) => (Counts, Length) = (counts, counts.Values.Sum());

    /// <summary>How often each term occurs.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; }

    /// <summary>How many terms there are, each as often as it occurs.</summary>
    public int Length { get; }

    /// <summary>The terms of a file and of its path.</summary>
    public static TermBag Of(SourceFile file) => Known.GetValue(file, static f => new TermBag(Count(Terms.Of(f.Path).Concat(Terms.Of(f.Text)))));

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
