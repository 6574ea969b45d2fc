namespace Axle.Guardrails.Input.Measuring;

/// <summary>How many of how many, with what chance leaves open.</summary>
/// <param name="Hits">How many.</param>
/// <param name="Count">Of how many.</param>
public sealed record Proportion(int Hits, int Count)
{
    private const double Z = 1.959964;

    /// <summary>The share, 0 to 1; NaN of none.</summary>
    public double Share => (double)Hits / Count;

    /// <summary>The interval that holds the true share in 95 of 100 cases (E. B. Wilson, 1927).</summary>
    public (double Low, double High) Interval
    {
        get
        {
            var n = (double)Count;
            var centre = Share + Z * Z / (2 * n);
            var reach = Z * Math.Sqrt(Share * (1 - Share) / n + Z * Z / (4 * n * n));
            var scale = 1 + Z * Z / n;
            return (Math.Max(0, (centre - reach) / scale), Math.Min(1, (centre + reach) / scale));
        }
    }
}
