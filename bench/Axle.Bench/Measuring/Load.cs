namespace Axle.Bench.Measuring;

/// <summary>What a closed loop did.</summary>
/// <param name="LatenciesMs">How long each time took, in milliseconds.</param>
/// <param name="Seconds">How long all of it took.</param>
/// <param name="AllocatedBytes">What this process allocated meanwhile, the loop included.</param>
/// <param name="Cpu">What the processors did meanwhile.</param>
internal sealed record Load(double[] LatenciesMs, double Seconds, long AllocatedBytes, Figures Cpu)
{
    public int Times => LatenciesMs.Length;

    public double PerSecond => Times / Seconds;

    public double P50Ms => Sample.Quantile(LatenciesMs, 0.5);

    public double P99Ms => Sample.Quantile(LatenciesMs, 0.99);
}
