namespace Axle.Workflows.Scaling.Forecasting;

/// <summary>What is expected of an hour.</summary>
/// <param name="Hour">When it begins.</param>
/// <param name="Expected">Steps that become due, a second, on average.</param>
/// <param name="Low">One hour in ten has fewer.</param>
/// <param name="High">One hour in ten has more.</param>
public sealed record ForecastHour(DateTimeOffset Hour, double Expected, double Low, double High);

/// <summary>From what a forecast is made.</summary>
public enum ForecastBasis
{
    /// <summary>There is no hour of history: nothing is expected.</summary>
    None,

    /// <summary>The last hours; there are fewer than two days.</summary>
    Recent,

    /// <summary>The same hour of the last days; there are fewer than two weeks.</summary>
    HourOfDay,

    /// <summary>The same hour of the same day of the last weeks.</summary>
    HourOfWeek,
}

/// <summary>What is expected of the next hours.</summary>
/// <param name="Basis">From what.</param>
/// <param name="History">Hours of history that there are.</param>
/// <param name="Hours">The hours, the next full one first.</param>
public sealed record Forecast(ForecastBasis Basis, int History, IReadOnlyList<ForecastHour> Hours);
