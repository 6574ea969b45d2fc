using Axle.Workflows.Scaling;

namespace Axle.Workflows.Tests.Scaling;

public sealed class PoolLoadsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steady_arrivals_are_told_as_they_are_wherever_in_the_minute_one_looks()
    {
        var minutes = Enumerable.Range(-10, 10).Select(m => Minute(m, 600)).ToArray();
        PoolLoads.Of("code", minutes, null, Noon).ArrivalsPerSecond.ShouldBe(10, 0.001);
        PoolLoads.Of("code", [.. minutes, Minute(0, 300)], null, Noon.AddSeconds(30)).ArrivalsPerSecond.ShouldBe(10, 0.001);
    }

    [Fact]
    public void More_arrivals_are_seen_within_their_minute_and_fewer_after_five()
    {
        var calm = Enumerable.Range(-10, 10).Select(m => Minute(m, 60)).ToArray();
        PoolLoads.Of("code", [.. calm, Minute(0, 3_000)], null, Noon.AddSeconds(30)).ArrivalsPerSecond.ShouldBeGreaterThan(50);
        PoolMinute[] burst = [.. calm, Minute(0, 3_000)];
        PoolLoads.Of("code", burst, null, Noon.AddMinutes(4)).ArrivalsPerSecond.ShouldBeGreaterThan(10);
        PoolLoads.Of("code", burst, null, Noon.AddMinutes(7)).ArrivalsPerSecond.ShouldBe(0);
    }

    [Fact]
    public void Steps_take_as_long_as_those_of_the_last_minutes_or_of_the_last_hour_when_few_ended()
    {
        PoolMinute[] hour = [Minute(-50, 100, ended: 100, seconds: 900), Minute(-2, 10, ended: 10, seconds: 10)];
        PoolLoads.Of("code", hour, null, Noon).ServiceSeconds!.Value.ShouldBe(910.0 / 110, 0.001);
        PoolLoads.Of("code", [hour[0], hour[1] with { Ended = 20 }], null, Noon).ServiceSeconds!.Value.ShouldBe(0.5, 0.001);
        PoolLoads.Of("code", [Minute(-1, 10, ended: 0, seconds: 0)], null, Noon).ServiceSeconds.ShouldBeNull();
    }

    [Fact]
    public void What_is_owed_and_not_made_waits()
    {
        var load = PoolLoads.Of("code", [], new PoolNow("code", 30, 12, 2, 16), Noon);
        (load.Waiting, load.Making, load.Workers, load.Slots).ShouldBe((18, 12, 2, 16));
        // The reports of a worker may be older than those of an engine.
        PoolLoads.Of("code", [], new PoolNow("code", 5, 12, 2, 16), Noon).Waiting.ShouldBe(0);
    }

    private static PoolMinute Minute(int at, long arrived, long ended = 0, double seconds = 0) =>
        new("code", Noon.AddMinutes(at), arrived, ended, TimeSpan.FromSeconds(seconds), 0);
}
