using Axle.Guardrails.Input.Model;

namespace Axle.Guardrails.Input.Training;

/// <summary>
/// Logistic regression with the penalty of squares, by coordinate descent in the dual (H.-F. Yu, F.-L. Huang, C.-J. Lin, 2011), over features that are
/// scaled by their log-count ratio first (S. Wang, C. D. Manning, 2012). One thread, fixed order: the same examples give the same weights.
/// </summary>
internal sealed class LogisticTrainer
{
    private const int Rounds = 10;
    private const int MostNewtonSteps = 20;
    private const double LeastRatio = 2;

    private readonly double[] _weights = new double[2 * Features.Buckets + 1];
    private readonly double[] _ratios = new double[2 * Features.Buckets];
    private readonly IReadOnlyList<Example> _examples;
    private readonly double _cost;
    private readonly double _smoothing;

    private LogisticTrainer(IReadOnlyList<Example> examples, double cost, double smoothing) => (_examples, _cost, _smoothing) = (examples, cost, smoothing);

    /// <summary>Learns a head.</summary>
    /// <param name="examples">What to learn from.</param>
    /// <param name="cost">How much an error costs beside the size of the weights.</param>
    /// <param name="smoothing">What is added to the counts of a bucket: the less, the more the rare ones count.</param>
    public static LinearHead Train(IReadOnlyList<Example> examples, double cost, double smoothing)
    {
        var trainer = new LogisticTrainer(examples, cost, smoothing);
        trainer.Count();
        trainer.Descend();
        return trainer.Head();
    }

    /// <summary>How much more often a bucket is met in attacks than in the rest.</summary>
    private void Count()
    {
        var attacks = new double[_ratios.Length];
        var others = new double[_ratios.Length];
        foreach (var example in _examples)
        {
            var side = example.IsAttack ? attacks : others;
            foreach (var bucket in example.Meaning)
                side[bucket] += example.Weight;
            foreach (var bucket in example.Circumstances)
                side[bucket] += example.Weight;
            foreach (var bucket in example.Letters)
                side[Features.Buckets + bucket] += example.Weight;
        }

        for (var half = 0; half < 2; half++)
        {
            var range = (half * Features.Buckets)..((half + 1) * Features.Buckets);
            var (attackSum, otherSum) = (attacks[range].Sum() + _smoothing * Features.Buckets, others[range].Sum() + _smoothing * Features.Buckets);
            for (var i = range.Start.Value; i < range.End.Value; i++)
                _ratios[i] = LeastRatio + Math.Abs(Math.Log((attacks[i] + _smoothing) / attackSum / ((others[i] + _smoothing) / otherSum)));
        }
    }

    private void Descend()
    {
        var duals = new double[_examples.Count];
        var squares = new double[_examples.Count];
        for (var i = 0; i < duals.Length; i++)
        {
            duals[i] = Math.Min(0.001 * _cost * _examples[i].Weight, 1e-8);
            squares[i] = Square(_examples[i]);
            Move(_examples[i], duals[i]);
        }

        var order = Enumerable.Range(0, duals.Length).ToArray();
        var random = new Random(7);
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var i in order)
                duals[i] = Improve(_examples[i], duals[i], squares[i]);
        }
    }

    /// <summary>
    /// One coordinate: the dual variable z of an example lies between 0 and C, and log z/(C - z) + its margin is brought to 0 by Newton's steps.
    /// </summary>
    private double Improve(Example example, double dual, double square)
    {
        var limit = _cost * example.Weight;
        var margin = (example.IsAttack ? 1 : -1) * Margin(example);
        var flipped = 0.5 * square * (limit - 2 * dual) + margin < 0;
        var old = flipped ? limit - dual : dual;
        var sign = flipped ? -1 : 1;
        var z = limit - old < 0.5 * limit ? 0.1 * old : old;
        var gradient = square * (z - old) + sign * margin + Math.Log(z / (limit - z));
        for (var step = 0; step < MostNewtonSteps && Math.Abs(gradient) > 1e-6; step++)
        {
            var next = z - gradient / (square + limit / (limit - z) / z);
            z = next <= 0 ? 0.1 * z : Math.Min(next, limit * (1 - 1e-12));
            gradient = square * (z - old) + sign * margin + Math.Log(z / (limit - z));
        }

        Move(example, sign * (z - old));
        return flipped ? limit - z : z;
    }

    private double Margin(Example example)
    {
        var (meaning, circumstances, letters) = (0.0, 0.0, 0.0);
        foreach (var bucket in example.Meaning)
            meaning += _weights[bucket] * _ratios[bucket];
        foreach (var bucket in example.Circumstances)
            circumstances += _weights[bucket] * _ratios[bucket];
        foreach (var bucket in example.Letters)
            letters += _weights[Features.Buckets + bucket] * _ratios[Features.Buckets + bucket];
        return meaning / Root(example.Meaning) + circumstances / Root(example.Circumstances) + letters / Root(example.Letters) + _weights[^1];
    }

    private double Square(Example example) =>
        1 + Square(example.Meaning, 0) + Square(example.Circumstances, 0) + Square(example.Letters, Features.Buckets);

    private double Square(int[] buckets, int offset) =>
        buckets.Sum(b => _ratios[offset + b] * _ratios[offset + b]) / Math.Max(1, buckets.Length);

    private void Move(Example example, double by)
    {
        by *= example.IsAttack ? 1 : -1;
        foreach (var bucket in example.Meaning)
            _weights[bucket] += by * _ratios[bucket] / Root(example.Meaning);
        foreach (var bucket in example.Circumstances)
            _weights[bucket] += by * _ratios[bucket] / Root(example.Circumstances);
        foreach (var bucket in example.Letters)
            _weights[Features.Buckets + bucket] += by * _ratios[Features.Buckets + bucket] / Root(example.Letters);
        _weights[^1] += by;
    }

    private static double Root(int[] buckets) => Math.Sqrt(Math.Max(1, buckets.Length));

    private LinearHead Head()
    {
        var weights = new float[2 * Features.Buckets];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (float)(_weights[i] * _ratios[i]);
        var meaning = weights.AsSpan(0, Features.Buckets);
        var letters = weights.AsSpan(Features.Buckets);
        var (meaningScale, lettersScale) = (Largest(meaning), Largest(letters));
        return new LinearHead(
            LinearHead.Compand(meaning, meaningScale), LinearHead.Compand(letters, lettersScale), meaningScale, lettersScale, (float)_weights[^1], 0);
    }

    private static float Largest(ReadOnlySpan<float> weights)
    {
        var largest = 1e-6f;
        foreach (var weight in weights)
            largest = Math.Max(largest, Math.Abs(weight));
        return largest;
    }
}
