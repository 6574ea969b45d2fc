using Axle.Guardrails.Input.Model;
using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input.Training;

/// <summary>A sample with the buckets of its pieces, so that it is read once for all folds.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Pieces">Its pieces, in the order in which the guard reads them.</param>
internal sealed record ReadSample(Sample Sample, IReadOnlyList<ReadSample.Piece> Pieces)
{
    /// <summary>Share of a piece that must be injected text before the piece is taken for an attack.</summary>
    private const double MostlyInjected = 0.7;

    /// <summary>Reads a sample as the guard would.</summary>
    public static ReadSample Of(Sample sample, Features features)
    {
        var pieces = new List<Piece>();
        TextView? read = null;
        var sentences = new Sentences<Piece>(features, () => Piece.Of(features, sample.IsAttack, read!));
        PieceReader.Read(Normaliser.Read(sample.Text), sample.Source, features, (text, view) =>
        {
            var isAttack = sample.IsAttack && IsInjected(sample, text);
            var piece = Piece.Of(features, isAttack, view);
            read = view;
            pieces.Add(sample.Source == TextSource.User ? piece with { Sentences = sentences.Within(text, view) } : piece);
            return true;
        });
        return new ReadSample(sample, pieces);
    }

    /// <summary>The highest margin of its pieces, of a document.</summary>
    public float Margin(LinearHead head) => Pieces.Max(p => p.Margin(head));

    /// <summary>The highest margin of its pieces, of a prompt.</summary>
    public float Margin(PromptHeads heads) =>
        Pieces.Max(p => PromptHeads.Margin(p.Margin(heads.Whole), [.. p.Sentences.Select(s => s.Margin(heads.Sentence))]));

    private static bool IsInjected(Sample sample, ReadOnlySpan<char> piece)
    {
        if (sample.Injected is not { Length: > 0 } injected)
            return true;
        // Sentences of the injected text that stand in the piece, measured in characters.
        if (PlainText.Fold(injected, out _).Text is var plain && piece.Contains(plain, StringComparison.Ordinal))
            return plain.Length >= MostlyInjected * piece.Length || plain.Length + 130 >= piece.Length;
        // Code that is to be put in is as harmless as other code; the sentence that says so is the attack.
        var said = plain.IndexOf("```", StringComparison.Ordinal) is > 0 and var fence ? plain.AsSpan(0, fence) : plain;
        return said.Contains(piece.Trim("\"' \n"), StringComparison.Ordinal) && piece.Length > 12;
    }

    /// <summary>A piece.</summary>
    /// <param name="Meaning">Buckets of meaning.</param>
    /// <param name="Circumstances">Buckets of circumstances.</param>
    /// <param name="Letters">Buckets of letters.</param>
    /// <param name="Rules">Rules met, as bits.</param>
    /// <param name="IsAttack">Whether it is the attack, as far as that is known.</param>
    /// <param name="View">The view that it was cut from.</param>
    internal sealed record Piece(int[] Meaning, int[] Circumstances, int[] Letters, ulong Rules, bool IsAttack, TextView View)
    {
        /// <summary>Its sentences, when it is a piece of a prompt.</summary>
        public IReadOnlyList<Piece> Sentences { get; init; } = [];

        /// <summary>A piece that the features have just read.</summary>
        public static Piece Of(Features features, bool isAttack, TextView view) =>
            new([.. features.Meaning], [.. features.Circumstances], [.. features.Letters], features.Rules, isAttack, view);

        /// <summary>What is learnt from it.</summary>
        public Example Example(bool isAttack, double weight) => new(Meaning, Circumstances, Letters, isAttack, weight);

        /// <summary>What a head says of it.</summary>
        public float Margin(LinearHead head) => head.Margin(Meaning, Circumstances, Letters);
    }
}
