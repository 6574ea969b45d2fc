namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>Makes and measures the model of the tagger from public sets; the same sets give the same bytes.</summary>
public static class PersonalDataTraining
{
    private const int OfEachTemplate = 25;
    private const int Seed = 7;

    private static readonly string[] Plain = ["benign-instructions", "benign-wildguard"];

    /// <summary>Trains on four fifths of the templates of the public set, on templates of our own, and on harmless instructions.</summary>
    /// <param name="folder">The folder of the sets.</param>
    public static byte[] Train(string folder)
    {
        using var file = new MemoryStream();
        Train(folder, 0, file);
        return file.ToArray();
    }

    /// <summary>Measures the model of this version on the fifth that it has not seen.</summary>
    /// <param name="folder">The folder of the sets.</param>
    public static IReadOnlyList<PersonalDataMeasure> Measure(string folder) =>
    [
        Measured("pii-presidio, templates never seen", new PersonalDataDetector(), Read(folder).Where(static s => s.Part == 0).Select(static s => s.Sentence)),
        Measured("pii-meddocan, Spanish, never trained for", new PersonalDataDetector(), LabelledSentences.Read(Path.Combine(folder, "pii-meddocan", "items.jsonl")).Select(static s => s.Sentence)),
    ];

    internal static void Train(string folder, int leftOut, Stream file)
    {
        var sentences = Read(folder).Where(s => s.Part != leftOut).Select(static s => s.Sentence).ToList();
        sentences.AddRange(new TemplateSentences(1).Make(OfEachTemplate));
        sentences.AddRange(Plain.SelectMany(set => PlainSentences.Read(Path.Combine(folder, set, "items.jsonl"))));
        new TagTraining(Seed).Run(sentences, file);
    }

    internal static IEnumerable<(TrainingSentence Sentence, int Part)> Read(string folder) =>
        LabelledSentences.Read(Path.Combine(folder, "pii-presidio", "items.jsonl"));

    private static PersonalDataMeasure Measured(string name, PersonalDataDetector detector, IEnumerable<TrainingSentence> sentences)
    {
        var score = new TokenScore();
        var count = 0;
        foreach (var sentence in sentences)
        {
            score.Add(sentence.Text, sentence.Gold, detector.Detect(sentence.Text));
            count++;
        }

        return new PersonalDataMeasure(
            name, count, score.Gold, score.Recall, score.Precision,
            [.. score.ByType.Where(static t => t.Value.Gold > 0).OrderByDescending(static t => t.Value.Gold)
                .Select(static t => new PersonalDataTypeMeasure(t.Key, t.Value.Gold, (double)t.Value.Right / t.Value.Gold))]);
    }
}
