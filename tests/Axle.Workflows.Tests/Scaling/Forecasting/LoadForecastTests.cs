using Axle.Workflows.Scaling.Forecasting;

namespace Axle.Workflows.Tests.Scaling.Forecasting;

public sealed class LoadForecastTests
{
    // A Monday.
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_history_nothing_is_expected_and_with_little_the_last_hours_are()
    {
        LoadForecast.Expect([], Start, 2).ShouldSatisfyAllConditions(
            static f => f.Basis.ShouldBe(ForecastBasis.None), static f => f.Hours.ShouldAllBe(static h => h.Expected == 0 && h.High == 0));
        var little = LoadForecast.Expect([9, 9, 2, 2, 2, 2, 2, 2], Start, 3);
        (little.Basis, little.History).ShouldBe((ForecastBasis.Recent, 8));
        little.Hours.ShouldAllBe(static h => h.Expected == 2 && h.Low == 1 && h.High == 4);
        little.Hours[1].Hour.ShouldBe(Start.AddHours(1));
    }

    [Fact]
    public void After_days_it_knows_the_hour_and_after_weeks_the_day_of_the_week()
    {
        var days = LoadForecast.Expect([.. Hours(5 * 24)], Start.AddDays(5), 24);
        days.Basis.ShouldBe(ForecastBasis.HourOfDay);
        for (var hour = 0; hour < 24; hour++)
            days.Hours[hour].Expected.ShouldBe(Load(hour), 0.001);
        // Of four weeks up to a Saturday: the week-end is quiet.
        var weeks = LoadForecast.Expect([.. Hours((4 * 168) + (5 * 24))], Start.AddDays(33), 72);
        weeks.Basis.ShouldBe(ForecastBasis.HourOfWeek);
        for (var hour = 0; hour < 72; hour++)
            weeks.Hours[hour].Expected.ShouldBe(Load((5 * 24) + hour), 0.001);
    }

    [Fact]
    public void A_day_that_is_busier_than_others_raises_what_is_expected_next()
    {
        var history = Hours(4 * 168).ToArray();
        for (var at = history.Length - 24; at < history.Length; at++)
            history[at] *= 1.5;
        var raised = LoadForecast.Expect(history, Start.AddDays(28), 24);
        for (var hour = 0; hour < 24; hour++)
            raised.Hours[hour].Expected.ShouldBe(Load(hour) * 1.5, 0.001);
    }

    [Fact]
    public void Eight_hours_in_ten_lie_within_the_bounds()
    {
        var random = new Random(11);
        var (within, all) = (0, 0);
        for (var week = 3; week < 11; week++)
        {
            double[] history = [.. Hours(week * 168).Select(Noisy)];
            foreach (var (hour, ahead) in LoadForecast.Expect(history, Start.AddDays(week * 7), 168).Hours.Select(static (h, i) => (h, i)))
            {
                var comes = Noisy(Load(ahead));
                within += comes >= hour.Low && comes <= hour.High ? 1 : 0;
                all++;
            }
        }

        ((double)within / all).ShouldBeInRange(0.7, 0.92);

        double Noisy(double load) => load * (0.7 + (0.6 * random.NextDouble()));
    }

    [Fact]
    public void Whatever_the_history_bounds_hold_what_is_expected()
    {
        var random = new Random(12);
        for (var i = 0; i < 300; i++)
        {
            double[] history = [.. Enumerable.Range(0, random.Next(500)).Select(_ => random.Next(3) == 0 ? 0 : random.NextDouble() * 100)];
            var forecast = LoadForecast.Expect(history, Start, random.Next(1, 169));
            forecast.Hours.ShouldAllBe(static h => h.Low >= 0 && h.Low <= h.Expected && h.Expected <= h.High && double.IsFinite(h.High));
        }
    }

    private static IEnumerable<double> Hours(int count) => Enumerable.Range(0, count).Select(Load);

    /// <summary>Quiet nights, busy noons, and a tenth of it at week-ends once there is a second week.</summary>
    private static double Load(int hour)
    {
        var load = 10 + (8 * Math.Sin((hour % 24 - 6) * Math.PI / 12));
        return hour % 168 >= 5 * 24 ? load / 10 : load;
    }
}
