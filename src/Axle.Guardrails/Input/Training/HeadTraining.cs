using Axle.Guardrails.Input.Model;

namespace Axle.Guardrails.Input.Training;

/// <summary>Makes the two heads of samples.</summary>
internal static class HeadTraining
{
    /// <summary>How much an error costs, and what is added to counts, for prompts: they are many and speak of everything, so rare words may count.</summary>
    private const double PromptCost = 150;

    private const double PromptSmoothing = 0.3;

    /// <summary>The same for documents.</summary>
    private const double DocumentCost = 60;

    private const double DocumentSmoothing = 1;

    /// <summary>How strongly sets are made equal: 0 counts every text once, 1 every set.</summary>
    private const double Levelling = 0.5;

    /// <summary>Pieces of a harmless document that are learnt from in the last round.</summary>
    private const int HardestPieces = 8;

    /// <summary>Times that the pieces which look most like attacks are chosen anew.</summary>
    private const int Choices = 2;

    /// <summary>Learns the head for prompts: the whole text is the example.</summary>
    public static LinearHead Prompts(IReadOnlyList<ReadSample> samples)
    {
        var weights = Weights(samples);
        var wholes = samples.Select((s, i) => (s.Sample.IsAttack, Piece: s.Pieces[0], Weight: weights[i]));
        return LogisticTrainer.Train(
            [.. wholes.Select(static w => new Example(w.Piece.Meaning, w.Piece.Circumstances, w.Piece.Letters, w.IsAttack, w.Weight))],
            PromptCost,
            PromptSmoothing);
    }

    /// <summary>
    /// Learns the head for documents. Which piece of a document is the attack is known roughly, so the pieces that the head of the round before finds most
    /// like one are taken; of harmless documents likewise those that look most like an attack.
    /// </summary>
    public static LinearHead Documents(IReadOnlyList<ReadSample> samples)
    {
        var weights = Weights(samples);
        LinearHead? head = null;
        for (var choice = 0; choice < Choices; choice++)
        {
            var examples = new List<Example>();
            for (var i = 0; i < samples.Count; i++)
                AddPieces(samples[i], weights[i], head, examples);
            head = LogisticTrainer.Train(examples, DocumentCost, DocumentSmoothing);
        }

        return head!;
    }

    private static void AddPieces(ReadSample sample, double weight, LinearHead? head, List<Example> examples)
    {
        if (!sample.Sample.IsAttack)
        {
            var hardest = head is null
                ? [.. sample.Pieces.Where(static (_, i) => i % 3 == 0)]
                : sample.Pieces.OrderByDescending(p => head.Margin(p.Meaning, p.Circumstances, p.Letters)).Take(HardestPieces).ToList();
            var share = weight / Math.Sqrt(Math.Max(1, hardest.Count));
            examples.AddRange(hardest.Select(p => new Example(p.Meaning, p.Circumstances, p.Letters, false, share)));
            return;
        }

        var attacks = sample.Pieces.Where(static p => p.IsAttack);
        var chosen = (head is null ? attacks : attacks.OrderByDescending(p => head.Margin(p.Meaning, p.Circumstances, p.Letters)).Take(2)).ToList();
        examples.AddRange(chosen.Select(p => new Example(p.Meaning, p.Circumstances, p.Letters, true, weight / Math.Sqrt(chosen.Count))));
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
        "own everyday" => 12,
        "BIPIA harmless" or "AgentDojo harmless" or "own documents" => 5,
        "deepset attacks" or "in-the-wild jailbreaks" => 1.5,
        "CyberSecEval translated" => 0.5,
        _ => 1,
    };
}
