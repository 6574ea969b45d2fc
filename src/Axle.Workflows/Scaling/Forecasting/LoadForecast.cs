namespace Axle.Workflows.Scaling.Forecasting;

/// <summary>
/// Expects of an hour what the same hours before had on average, raised or lowered as the last day was against what was to be expected of it; the
/// seasonal naive method of R. J. Hyndman, G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, 5.2. How far it may be off is how far
/// it would have been off for the hours that are known (5.5). Pure.
/// </summary>
public static class LoadForecast
{
    private const int Day = 24;
    private const int Week = 168;
    private const int Seasons = 4;
    private const int RecentHours = 6;
    private const int EnoughErrors = 10;

    /// <summary>Between the 10th and the 90th percentile of a normal distribution and its middle lie so many standard deviations.</summary>
    private const double TenPercent = 1.2816;

    /// <summary>Expects the next hours.</summary>
    /// <param name="history">Steps a second of consecutive full hours, the earliest first; 0 or more each.</param>
    /// <param name="next">When the hour after the last of them begins.</param>
    /// <param name="hours">How many hours: 1 to 168.</param>
    /// <returns>Bounds of 80 %: of ten hours, one is expected above and one below.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of hours is out of its range.</exception>
    public static Forecast Expect(IReadOnlyList<double> history, DateTimeOffset next, int hours)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(hours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hours, Week);
        var basis = history.Count switch
        {
            0 => ForecastBasis.None,
            < 2 * Day => ForecastBasis.Recent,
            < 2 * Week => ForecastBasis.HourOfDay,
            _ => ForecastBasis.HourOfWeek,
        };
        var period = basis switch { ForecastBasis.HourOfDay => Day, ForecastBasis.HourOfWeek => Week, _ => 0 };
        var (low, high) = Errors(history, period);
        return new Forecast(basis, history.Count, [.. Enumerable.Range(0, hours).Select(ahead =>
        {
            var expected = basis == ForecastBasis.None ? 0 : Expected(history, history.Count, ahead, period);
            // An hour of steps that come at random is not the same twice, even if all else is.
            var chance = TenPercent * Math.Sqrt(expected * 3600) / 3600;
            return new ForecastHour(
                next.AddHours(ahead), expected, Math.Max(0, Math.Min(expected * (1 + low), expected - chance)),
                Math.Max(expected * (1 + high), expected + chance));
        })]);
    }

    /// <summary>What would be expected of an hour by who knows those before <paramref name="known"/>.</summary>
    private static double Expected(IReadOnlyList<double> history, int known, int ahead, int period)
    {
        if (period == 0)
            return Enumerable.Range(1, Math.Min(RecentHours, known)).Average(back => history[known - back]);
        var (was, wasExpected) = (0.0, 0.0);
        for (var at = known - Day; at < known; at++)
        {
            if (SameHours(history, at, at, period) is not { } before)
                continue;
            was += history[at];
            wasExpected += before;
        }

        // The last day says something of the level, and one odd day does not say all.
        var level = wasExpected > 0 ? Math.Clamp(was / wasExpected, 0.5, 2) : 1;
        return (SameHours(history, known, known + ahead, period) ?? 0) * level;
    }

    /// <summary>The average of the same hours before, of which those before <paramref name="known"/> are known; null without any.</summary>
    private static double? SameHours(IReadOnlyList<double> history, int known, int hour, int period)
    {
        var (sum, count) = (0.0, 0);
        for (var at = hour - period; at >= 0 && count < Seasons; at -= period)
        {
            if (at >= known)
                continue;
            sum += history[at];
            count++;
        }

        return count == 0 ? null : sum / count;
    }

    /// <summary>By which share the known hours were below and above what would have been expected of them: the 10th and the 90th percentile.</summary>
    private static (double Low, double High) Errors(IReadOnlyList<double> history, int period)
    {
        var first = period == 0 ? 1 : period + Day;
        var errors = new List<double>();
        for (var at = Math.Max(first, history.Count - Week); at < history.Count; at++)
        {
            if (Expected(history, at, 0, period) is > 0 and var expected)
                errors.Add((history[at] - expected) / expected);
        }

        if (errors.Count < EnoughErrors)
            return (-0.5, 1);
        errors.Sort();
        return (Math.Min(0, errors[(int)(errors.Count * 0.1)]), Math.Max(0, errors[Math.Min(errors.Count - 1, (int)(errors.Count * 0.9))]));
    }
}
