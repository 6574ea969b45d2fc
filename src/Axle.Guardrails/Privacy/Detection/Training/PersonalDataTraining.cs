using Axle.Guardrails.Privacy.Detection.Tagging;

namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>Makes and measures the model of the tagger from public sets; the same sets give the same bytes.</summary>
public static class PersonalDataTraining
{
    private const int OfEachTemplate = 25;
    private const int Seed = 7;

    /// <summary>No part of the public set.</summary>
    private const int Nothing = -1;

    private static readonly string[] Plain = ["benign-instructions", "benign-wildguard"];

    /// <summary>Trains on the public set, on templates of our own, and on harmless instructions.</summary>
    /// <param name="folder">The folder of the sets.</param>
    public static byte[] Train(string folder)
    {
        using var file = new MemoryStream();
        Train(folder, Nothing, file);
        return file.ToArray();
    }

    /// <summary>
    /// Measures by five models, each on the fifth of the templates that it has not seen; and the model of this version on a set that it was never
    /// trained for. Takes minutes.
    /// </summary>
    /// <param name="folder">The folder of the sets.</param>
    public static IReadOnlyList<PersonalDataMeasure> Measure(string folder)
    {
        var judged = new IReadOnlyList<Judged>[LabelledSentences.Parts];
        // The parts know nothing of each other, so their order does not change a figure.
        Parallel.For(0, judged.Length, part => judged[part] = JudgePart(folder, part));
        return
        [
            Measured("pii-presidio, templates never seen", [.. judged.SelectMany(static j => j)]),
            Measured(
                "pii-meddocan, Spanish, never trained for",
                Judge(new PersonalDataDetector(), LabelledSentences.Read(Path.Combine(folder, "pii-meddocan", "items.jsonl")).Select(static s => s.Sentence))),
        ];
    }

    internal static PersonalDataMeasure MeasurePart(string folder, int part) => Measured($"part {part}", JudgePart(folder, part));

    internal static void Train(string folder, int leftOut, Stream file)
    {
        var sentences = Read(folder).Where(s => s.Part != leftOut).Select(static s => s.Sentence).ToList();
        sentences.AddRange(new TemplateSentences(1).Make(OfEachTemplate));
        sentences.AddRange(Plain.SelectMany(set => PlainSentences.Read(Path.Combine(folder, set, "items.jsonl"))));
        new TagTraining(Seed).Run(sentences, file);
    }

    internal static IEnumerable<(TrainingSentence Sentence, int Part)> Read(string folder) =>
        LabelledSentences.Read(Path.Combine(folder, "pii-presidio", "items.jsonl"));

    private static IReadOnlyList<Judged> JudgePart(string folder, int part)
    {
        using var file = new MemoryStream();
        Train(folder, part, file);
        file.Position = 0;
        var detector = new PersonalDataDetector(PersonalDataOptions.Default, TagModel.Read(file));
        return Judge(detector, Read(folder).Where(s => s.Part == part).Select(static s => s.Sentence));
    }

    private static IReadOnlyList<Judged> Judge(PersonalDataDetector detector, IEnumerable<TrainingSentence> sentences) =>
        [.. sentences.Select(s => new Judged(s, detector.Detect(s.Text)))];

    private static PersonalDataMeasure Measured(string name, IReadOnlyList<Judged> judged)
    {
        var score = new TokenScore();
        foreach (var (sentence, found) in judged)
            score.Add(sentence.Text, sentence.Gold, found);
        return new PersonalDataMeasure(
            name, judged.Count, score.Gold, score.Recall, score.Precision,
            [.. score.ByType.Where(static t => t.Value.Gold > 0).OrderByDescending(static t => t.Value.Gold)
                .Select(static t => new PersonalDataTypeMeasure(t.Key, t.Value.Gold, (double)t.Value.Right / t.Value.Gold))]);
    }

    private sealed record Judged(TrainingSentence Sentence, IReadOnlyList<PersonalDataSpan> Found);
}
