namespace Axle.Guardrails.Input.Model;

/// <summary>Weights of one question ("is this prompt an attack", "is this an instruction in a document").</summary>
/// <param name="Meaning">Weights of the buckets of words and meaning, companded to a byte.</param>
/// <param name="Letters">Weights of the buckets of letters, companded to a byte.</param>
/// <param name="MeaningScale">The largest weight of meaning.</param>
/// <param name="LettersScale">The largest weight of letters.</param>
/// <param name="Bias">What is added.</param>
/// <param name="Threshold">The operating point: from this margin on it is an attack.</param>
internal sealed record LinearHead(sbyte[] Meaning, sbyte[] Letters, float MeaningScale, float LettersScale, float Bias, float Threshold)
{
    private static readonly float[] Expanded = [.. Enumerable.Range(0, 256).Select(static i => (float)(sbyte)i / 127f).Select(static v => v * Math.Abs(v))];

    /// <summary>The margin of a piece: the higher, the more it is like attacks; in units of log odds.</summary>
    public float Margin(Features features) => Margin(features.Meaning, features.Circumstances, features.Letters);

    /// <summary>The margin of a piece that was read before.</summary>
    public float Margin(ReadOnlySpan<int> meaning, ReadOnlySpan<int> circumstances, ReadOnlySpan<int> letters) =>
        Bias + MeaningScale * (Mean(Meaning, meaning) + Mean(Meaning, circumstances)) + LettersScale * Mean(Letters, letters);

    /// <summary>Makes bytes of weights: the root of the share of the largest, so that small weights keep their sign.</summary>
    public static sbyte[] Compand(ReadOnlySpan<float> weights, float scale)
    {
        var bytes = new sbyte[weights.Length];
        for (var i = 0; i < weights.Length; i++)
            bytes[i] = (sbyte)Math.Round(127 * Math.Sign(weights[i]) * Math.Sqrt(Math.Abs(weights[i]) / scale));
        return bytes;
    }

    private static float Mean(sbyte[] weights, ReadOnlySpan<int> buckets)
    {
        var sum = 0f;
        foreach (var bucket in buckets)
            sum += Expanded[(byte)weights[bucket]];
        return buckets.Length == 0 ? 0 : sum / MathF.Sqrt(buckets.Length);
    }
}
