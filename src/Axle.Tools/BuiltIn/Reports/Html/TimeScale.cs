using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Where a moment stands on the run's time line.</summary>
/// <param name="Start">The left end.</param>
/// <param name="End">The right end, after <paramref name="Start"/>.</param>
internal sealed record TimeScale(DateTimeOffset Start, DateTimeOffset End)
{
    private const int TickCount = 5;

    /// <summary>Length of the line.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>The line that holds all of a run's times; null when it has none.</summary>
    public static TimeScale? Of(RunTrace run)
    {
        var times = run.Steps.SelectMany(static s => new[] { s.StartedAt, s.EndedAt }).Append(run.StartedAt).Append(run.EndedAt)
            .OfType<DateTimeOffset>().ToList();
        return times.Count > 1 && times.Max() > times.Min() ? new TimeScale(times.Min(), times.Max()) : null;
    }

    /// <summary>Percent from the left, 0 to 100.</summary>
    public double Percent(DateTimeOffset time) => Math.Clamp(100 * (time - Start) / Length, 0, 100);

    /// <summary>Round times for the axis.</summary>
    public IEnumerable<(double Percent, string Label)> Ticks()
    {
        var step = RoundUp(Length.TotalSeconds / TickCount);
        for (var at = 0.0; at < Length.TotalSeconds * 0.96; at += step)
            yield return (100 * at / Length.TotalSeconds, at == 0 ? "0" : Wording.Duration(TimeSpan.FromSeconds(at)));
    }

    /// <summary>The next of 1, 2, 5 times a power of ten; of whole minutes when long.</summary>
    private static double RoundUp(double seconds)
    {
        if (seconds > 30)
            return 60 * Math.Max(1, RoundUp(seconds / 60));
        var power = Math.Pow(10, Math.Floor(Math.Log10(seconds)));
        return (seconds / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }
}
