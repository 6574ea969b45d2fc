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
    /// <param name="whole">What <see cref="Whole"/> says of the piece.</param>
    /// <param name="sentences">What <see cref="Sentence"/> says of each sentence in it; at least one.</param>
    public static float Margin(float whole, IReadOnlyList<float> sentences) => whole + HighestShare * sentences.Max() + MeanShare * sentences.Average();
}
