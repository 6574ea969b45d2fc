using Axle.Tools.Ranking;

namespace Axle.Tools.Contract;

/// <summary>Ranks tools by words of a question. A word in a name weighs as much as three in a purpose; beginnings of words count half.</summary>
internal sealed class ToolSearchIndex
{
    private const double NameWeight = 3;
    private const double BeginningWeight = 0.5;
    private const int ShortestBeginning = 3;

    private readonly IReadOnlyList<Entry> _entries;
    private readonly double _meanLength;

    /// <summary>Reads the tools' words.</summary>
    public ToolSearchIndex(IEnumerable<ITool> tools)
    {
        _entries = [.. tools.Select(static tool => new Entry(tool, Weigh(tool.Description)))];
        _meanLength = _entries.Select(static e => e.Length).DefaultIfEmpty().Average();
    }

    /// <summary>Tools that hold at least one of the words, best first; of equal ones by name.</summary>
    public IReadOnlyList<ITool> Search(string words)
    {
        var terms = Terms.Of(words).ToList();
        var ranking = new Bm25(terms, _entries.Count, _meanLength, term => _entries.Count(entry => entry.Count(term) > 0));
        return [.. _entries.Select(entry => (entry.Tool, Score: ranking.Score(entry.Count, entry.Length))).Where(static found => found.Score > 0)
            .OrderByDescending(static found => found.Score).ThenBy(static found => found.Tool.Description.Name,
                StringComparer.Ordinal).Select(static found => found.Tool)];
    }

    private static Dictionary<string, double> Weigh(ToolDescription tool)
    {
        var weights = Terms.Of(tool.Purpose).GroupBy(static t => t, StringComparer.Ordinal).ToDictionary(static g => g.Key,
            static g => (double)g.Count(), StringComparer.Ordinal);
        foreach (var term in Terms.Of(tool.Name))
        {
            weights[term] = weights.GetValueOrDefault(term) + NameWeight;
        }

        return weights;
    }

    private sealed record Entry(ITool Tool, Dictionary<string, double> Weights)
    {
        public double Length { get; } = Weights.Values.Sum();

        public double Count(string term) =>
            Weights.TryGetValue(term, out var whole) ? whole
            : term.Length < ShortestBeginning ? 0
            : BeginningWeight * Weights.Where(weight => weight.Key.StartsWith(term, StringComparison.Ordinal)
                || (weight.Key.Length >= ShortestBeginning && term.StartsWith(weight.Key, StringComparison.Ordinal)))
                .Select(static weight => weight.Value).DefaultIfEmpty().Max();
    }
}
