using Axle.Workflows.Scaling;

namespace Axle.Workflows.Tests.Scaling;

public sealed class PoolMeterTests
{
    [Fact]
    public async Task What_many_threads_count_is_told_once()
    {
        var meter = new PoolMeter();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                meter.Arrived("code");
                meter.Began("code");
                meter.Ended("code", TimeSpan.FromSeconds(1));
            }

            meter.Began("code");
        })));
        var told = meter.Take("code", owed: 3, slots: 64);
        (told.Arrived, told.Ended, told.Busy).ShouldBe((8_000, 8_000, TimeSpan.FromSeconds(8_000)));
        told.Now.ShouldBe(new PoolNow("code", 3, 8, 1, 64));
        meter.Take("code", 0, 0).ShouldBe(new PoolReport("code", 0, 0, TimeSpan.Zero, new PoolNow("code", 0, 8, 0, 0)));
    }

    [Fact]
    public void What_could_not_be_told_is_told_with_what_comes_next()
    {
        var meter = new PoolMeter();
        meter.Arrived("llm");
        meter.Untold(meter.Take("llm", 1, 4));
        meter.Arrived("llm");
        meter.Take("llm", 1, 4).Arrived.ShouldBe(2);
    }
}
