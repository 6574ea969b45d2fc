using Axle.Guardrails.Input.Model;

namespace Axle.Guardrails.Input.Training;

/// <summary>Makes the heads of samples.</summary>
internal static class HeadTraining
{
    /// <summary>How much an error costs, and what is added to counts, for prompts: they are many and speak of everything, so rare words may count.</summary>
    private const double PromptCost = 150;

    private const double PromptSmoothing = 0.3;

    /// <summary>How strongly sets are made equal: 0 counts every text once, 1 every set.</summary>
    private const double Levelling = 0.5;

    /// <summary>Times that the pieces which look most like attacks are chosen anew.</summary>
    private const int Choices = 2;

    private static readonly Choice Sentences = new(static s => s.Pieces[0].Sentences, 60, 0.3, Attacks: 4, Harmless: int.MaxValue);
    private static readonly Choice Passages = new(static s => s.Pieces, 60, 1, Attacks: 2, Harmless: 8);

    /// <summary>Learns the heads for prompts: the whole text is the example of one, its sentences are those of the other.</summary>
    public static PromptHeads Prompts(IReadOnlyList<ReadSample> samples)
    {
        var weights = Weights(samples);
        var wholes = samples.Select((s, i) => s.Pieces[0].Example(s.Sample.IsAttack, weights[i]));
        return new PromptHeads(LogisticTrainer.Train([.. wholes], PromptCost, PromptSmoothing), Choose(samples, weights, Sentences));
    }

    /// <summary>Learns the head for documents.</summary>
    public static LinearHead Documents(IReadOnlyList<ReadSample> samples) => Choose(samples, Weights(samples), Passages);

    /// <summary>
    /// Which piece of a text is the attack is known roughly, so the pieces that the head of the round before finds most like one are taken; of harmless texts
    /// likewise those that look most like an attack.
    /// </summary>
    private static LinearHead Choose(IReadOnlyList<ReadSample> samples, double[] weights, Choice choice)
    {
        LinearHead? head = null;
        for (var round = 0; round < Choices; round++)
        {
            var examples = new List<Example>();
            for (var i = 0; i < samples.Count; i++)
                AddPieces(samples[i], weights[i], head, choice, examples);
            head = LogisticTrainer.Train(examples, choice.Cost, choice.Smoothing);
        }

        return head!;
    }

    private static void AddPieces(ReadSample sample, double weight, LinearHead? head, Choice choice, List<Example> examples)
    {
        var isAttack = sample.Sample.IsAttack;
        var pieces = choice.Pieces(sample);
        var chosen = head is null
            ? pieces.Where((p, i) => isAttack ? p.IsAttack : i % 3 == 0).ToList()
            : pieces.Where(p => p.IsAttack || !isAttack).OrderByDescending(p => p.Margin(head)).Take(isAttack ? choice.Attacks : choice.Harmless).ToList();
        var share = weight / Math.Sqrt(Math.Max(1, chosen.Count));
        examples.AddRange(chosen.Select(p => p.Example(isAttack, share)));
    }

    private static double[] Weights(IReadOnlyList<ReadSample> samples)
    {
        var counts = samples.CountBy(static s => s.Sample.Set).ToDictionary();
        var weights = samples.Select(s => Math.Pow(Mass(s.Sample.Set) / counts[s.Sample.Set], Levelling)).ToArray();
        var mean = weights.Average();
        return [.. weights.Select(w => w / mean)];
    }

    /// <summary>What a set weighs: more where an error costs more, less where texts are many and alike.</summary>
    private static double Mass(string set) => set switch
    {
        "everyday instructions" => 400,
        "own everyday" => 22,
        "BIPIA harmless" or "AgentDojo harmless" or "own documents" => 5,
        "deepset attacks" or "in-the-wild jailbreaks" => 1.5,
        "CyberSecEval translated" => 0.5,
        _ => 1,
    };

    /// <summary>How a head learns from pieces.</summary>
    /// <param name="Pieces">The pieces of a text.</param>
    /// <param name="Cost">How much an error costs.</param>
    /// <param name="Smoothing">What is added to counts.</param>
    /// <param name="Attacks">Pieces of an attack that are learnt from in the last round.</param>
    /// <param name="Harmless">Pieces of a harmless text that are learnt from in the last round.</param>
    private sealed record Choice(
        Func<ReadSample, IReadOnlyList<ReadSample.Piece>> Pieces, double Cost, double Smoothing, int Attacks, int Harmless);
}
