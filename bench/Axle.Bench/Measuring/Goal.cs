using System.Globalization;

namespace Axle.Bench.Measuring;

/// <summary>What a figure has to reach.</summary>
/// <param name="Figure">Name of the figure.</param>
/// <param name="Limit">The least or the most that it may be.</param>
/// <param name="AtLeast">Whether more is better.</param>
internal sealed record Goal(string Figure, double Limit, bool AtLeast)
{
    public static Goal Least(string figure, double limit) => new(figure, limit, AtLeast: true);

    public static Goal Most(string figure, double limit) => new(figure, limit, AtLeast: false);

    public bool IsMet(Figures figures) => figures.TryGetValue(Figure, out var value) && (AtLeast ? value >= Limit : value <= Limit);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Figure} {(AtLeast ? "≥" : "≤")} {Limit:#,0.###}");
}
