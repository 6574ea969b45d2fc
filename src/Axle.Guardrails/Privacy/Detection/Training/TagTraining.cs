using Axle.Guardrails.Privacy.Detection.Tagging;

namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>Trains the tagger: an averaged perceptron over sequences. The same sentences and seed give the same model.</summary>
internal sealed class TagTraining(int seed)
{
    private const int Rounds = 8;
    private const double LexicalDropout = 0.35;
    private const int LeastSeen = 2;

    private readonly Dictionary<uint, Row> _rows = [];
    private readonly Random _random = new(seed);
    private readonly Row _steps = new(TagLabels.Count * TagLabels.Count);
    private int _now = 1;

    /// <summary>Learns, and writes the model.</summary>
    public void Run(IReadOnlyList<TrainingSentence> sentences, Stream file)
    {
        var prepared = sentences.Select(Prepare).ToArray();
        var order = Enumerable.Range(0, prepared.Length).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            _random.Shuffle(order);
            foreach (var index in order)
                Learn(prepared[index]);
        }

        Write(file);
    }

    private Prepared Prepare(TrainingSentence sentence)
    {
        var tokens = Tokenizer.Split(sentence.Text, sentence.Found);
        var labels = sentence.LabelsOf(tokens);
        var features = new TagFeatures(sentence.Text, tokens);
        var keys = new uint[tokens.Count][];
        var lexical = 0;
        Span<ulong> found = stackalloc ulong[TagFeatures.Most];
        for (var i = 0; i < keys.Length; i++)
        {
            var count = features.Write(i, found, out lexical);
            keys[i] = new uint[count];
            for (var k = 0; k < count; k++)
                keys[i][k] = TagModel.Key(found[k]);
            foreach (var key in keys[i])
            {
                if (!_rows.TryGetValue(key, out var row))
                    _rows[key] = row = new Row(TagLabels.Count);
                row.Seen++;
            }
        }

        return new Prepared(keys, labels, lexical, [.. Enumerable.Range(0, keys.Length).Select(features.IsRare)]);
    }

    private void Learn(Prepared sentence)
    {
        _now++;
        var n = sentence.Keys.Length;
        if (n == 0)
            return;
        // Names are left out now and then, so that the model learns to do without them.
        var skip = new int[n];
        for (var i = 0; i < n; i++)
            skip[i] = sentence.IsRare[i] && _random.NextDouble() < LexicalDropout ? sentence.Lexical : 0;
        var guess = Guess(sentence, skip);
        for (var i = 0; i < n; i++)
        {
            var (right, wrong) = (sentence.Labels[i], guess[i]);
            if (right != wrong)
            {
                foreach (var key in sentence.Keys[i].AsSpan(skip[i]))
                {
                    var row = _rows[key];
                    row.Change(right, 1, _now);
                    row.Change(wrong, -1, _now);
                }
            }

            if (i == 0 || (right == wrong && sentence.Labels[i - 1] == guess[i - 1]))
                continue;
            _steps.Change(sentence.Labels[i - 1] * TagLabels.Count + right, 1, _now);
            _steps.Change(guess[i - 1] * TagLabels.Count + wrong, -1, _now);
        }
    }

    private int[] Guess(Prepared sentence, int[] skip)
    {
        var scores = new int[sentence.Keys.Length * TagLabels.Count];
        for (var i = 0; i < sentence.Keys.Length; i++)
        {
            foreach (var key in sentence.Keys[i].AsSpan(skip[i]))
            {
                var weights = _rows[key].Weights;
                for (var label = 0; label < weights.Length; label++)
                    scores[i * TagLabels.Count + label] += weights[label];
            }

            // A wider margin for what is right: the guess must beat it clearly.
            scores[i * TagLabels.Count + sentence.Labels[i]] -= 2;
        }

        return Viterbi.Best(scores, Array.ConvertAll(_steps.Weights, static w => (short)w), sentence.Keys.Length, TagLabels.Count);
    }

    private void Write(Stream file)
    {
        var features = new List<(uint Key, double[] Averages)>();
        foreach (var (key, row) in _rows.OrderBy(static r => r.Key))
        {
            if (row.Seen >= LeastSeen && row.Averages(_now) is var averages && averages.Any(static a => Math.Abs(a) > 0.05))
                features.Add((key, averages));
        }

        var steps = _steps.Averages(_now);
        var scale = 127 / features.SelectMany(static f => f.Averages).Select(Math.Abs).Order()
            .ElementAt(features.Count * TagLabels.Count - 1 - features.Count / 200);
        TagModel.Write(
            file, [.. features.Select(f => (f.Key, Array.ConvertAll(f.Averages, a => (sbyte)Math.Clamp(Math.Round(a * scale), -127, 127))))],
            Array.ConvertAll(steps, a => (short)Math.Clamp(Math.Round(a * scale), short.MinValue, short.MaxValue)));
    }

    private sealed record Prepared(uint[][] Keys, int[] Labels, int Lexical, bool[] IsRare);

    private sealed class Row(int count)
    {
        private readonly long[] _sums = new long[count];

        public int[] Weights { get; } = new int[count];

        public int Seen { get; set; }

        public void Change(int at, int by, int now)
        {
            Weights[at] += by;
            _sums[at] += (long)by * now;
        }

        // The average over time of a weight w that changed by d at times t is w - sum(d t)/T.
        public double[] Averages(int now) => [.. Weights.Select((w, i) => w - (double)_sums[i] / now)];
    }
}
