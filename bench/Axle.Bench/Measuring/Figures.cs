namespace Axle.Bench.Measuring;

/// <summary>Named numbers in the order in which they are shown. NaN is what could not be measured here, and is not shown.</summary>
internal sealed class Figures : OrderedDictionary<string, double>
{
    /// <summary>What was measured, rounded to what a reader can use.</summary>
    public IEnumerable<KeyValuePair<string, double>> Measured() =>
        this.Where(static f => !double.IsNaN(f.Value)).Select(static f => KeyValuePair.Create(f.Key, Math.Round(f.Value, 3)));

    /// <summary>The median of each figure over several repetitions.</summary>
    public static Figures MedianOf(IReadOnlyCollection<Figures> repetitions)
    {
        var medians = new Figures();
        foreach (var name in repetitions.First().Keys)
            medians[name] = Sample.Median(repetitions.Select(r => r[name]));
        return medians;
    }
}
