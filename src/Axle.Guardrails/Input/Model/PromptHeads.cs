using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input.Model;

/// <summary>
/// Asked of what a user writes: of the whole, and of its sentences one by one. The sentence that is most like an attack speaks against a text that is harmless
/// otherwise, and sentences that are all harmless speak for one that only uses words of attacks.
/// </summary>
/// <param name="Whole">Asked of the whole; its threshold is that of the sum.</param>
/// <param name="Sentence">Asked of each sentence, and of neighbours.</param>
internal sealed record PromptHeads(LinearHead Whole, LinearHead Sentence)
{
    /// <summary>Weight of the highest margin of a sentence beside the margin of the whole.</summary>
    private const float HighestShare = 0.3f;

    /// <summary>Weight of the mean of the sentences' margins.</summary>
    private const float MeanShare = 0.3f;

    /// <summary>The margin of a piece of a prompt, in units of log odds.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="features">Must have read the piece; afterwards they have read its last sentence.</param>
    public float Margin(ReadOnlySpan<char> piece, Features features)
    {
        var whole = Whole.Margin(features);
        var (highest, sum, count) = (float.NegativeInfinity, 0f, 0);
        ReadSentences(piece, features, () =>
        {
            var margin = Sentence.Margin(features);
            (highest, sum, count) = (Math.Max(highest, margin), sum + margin, count + 1);
        });
        return Sum(whole, highest, sum / count);
    }

    /// <summary>The margin of a piece whose parts were asked before.</summary>
    public static float Sum(float whole, float highest, float mean) => whole + HighestShare * highest + MeanShare * mean;

    /// <summary>Reads the sentences of a piece one after the other, and its neighbours in twos; a piece without any is one itself.</summary>
    /// <param name="piece">A piece of a prompt.</param>
    /// <param name="features">They read.</param>
    /// <param name="visit">Called at least once, when the features have read a sentence.</param>
    public static void ReadSentences(ReadOnlySpan<char> piece, Features features, Action visit)
    {
        var ranges = new List<Range>();
        Pieces.OfDocument(piece, ranges);
        if (ranges.Count == 0)
            ranges.Add(Range.All);
        foreach (var range in ranges)
        {
            features.Read(piece[range], TextSource.User, Disguise.None, Surroundings.Whole);
            visit();
        }
    }
}
