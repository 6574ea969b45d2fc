namespace Axle.Bench.Measuring;

/// <summary>Numbers of several repetitions.</summary>
internal static class Sample
{
    public static double Median(IEnumerable<double> values) => Quantile([.. values], 0.5);

    /// <summary>The value below which this share of the values lies (nearest rank); the values are sorted in place.</summary>
    public static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return values[Math.Clamp((int)Math.Ceiling(values.Length * share) - 1, 0, values.Length - 1)];
    }
}
