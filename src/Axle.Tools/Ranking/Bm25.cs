namespace Axle.Tools.Ranking;

/// <summary>
/// Ranks documents by the terms of a question. Okapi BM25 (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework", 2009) with
/// k1 = 1.2 and b = 0.75.
/// </summary>
internal sealed class Bm25
{
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;

    private readonly double _documents;
    private readonly double _meanLength;
    private readonly Dictionary<string, double> _rareness;

    /// <summary>Prepares the terms of a question.</summary>
    /// <param name="terms">Terms, in lower case.</param>
    /// <param name="documents">How many documents there are.</param>
    /// <param name="meanLength">Their mean length in terms.</param>
    /// <param name="holding">In how many documents a term occurs.</param>
    public Bm25(IEnumerable<string> terms, int documents, double meanLength, Func<string, int> holding)
    {
        (_documents, _meanLength) = (documents, Math.Max(1, meanLength));
        _rareness = terms.Distinct(StringComparer.Ordinal).ToDictionary(static term => term, term => Rareness(holding(term)), StringComparer.Ordinal);
    }

    /// <summary>How well a document fits. 0 when it holds none of the terms; larger is better.</summary>
    /// <param name="count">How often a term occurs in it; a fraction where places weigh differently.</param>
    /// <param name="length">Its length in terms.</param>
    public double Score(Func<string, double> count, double length) => _rareness.Sum(term =>
    {
        var often = count(term.Key);
        return often <= 0 ? 0 : term.Value * often * (Saturation + 1) / (often + (Saturation * (1 - LengthWeight + (LengthWeight * length / _meanLength))));
    });

    private double Rareness(int holding) => Math.Log(1 + ((_documents - holding + 0.5) / (holding + 0.5)));
}
