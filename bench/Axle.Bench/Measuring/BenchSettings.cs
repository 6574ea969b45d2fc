namespace Axle.Bench.Measuring;

/// <summary>How long is measured.</summary>
/// <param name="Length">How long a repetition lasts, about.</param>
/// <param name="Repetitions">Repetitions, after the warm-up.</param>
internal sealed record BenchSettings(TimeSpan Length, int Repetitions)
{
    /// <summary>As the peers are measured.</summary>
    public static BenchSettings Default { get; } = new(TimeSpan.FromSeconds(20), 3);

    /// <summary>To see whether a change went the right way.</summary>
    public static BenchSettings Quick { get; } = new(TimeSpan.FromSeconds(3), 3);

    /// <summary>A folder that keeps a filled database for the next time; null to fill one anew each time.</summary>
    public string? Database { get; init; }

    /// <summary>How long the work that precedes the first repetition lasts.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Math.Min(4, Length.TotalSeconds));

    /// <summary>How long the floor is measured, each time.</summary>
    public TimeSpan FloorLength => Length / 4;
}
