using Axle.Workflows.Scaling;

namespace Axle.Workflows.Tests.Scaling;

public sealed class PoolSizingTests
{
    private static readonly PoolBounds Bounds = new() { SlotsPerWorker = 10, MinWorkers = 0, MaxWorkers = 10_000 };

    [Fact]
    public void Fifty_steps_a_second_of_two_seconds_keep_eleven_workers_of_ten_slots_and_one_for_chance()
    {
        var size = PoolSizing.Size(new PoolLoad("code") { ArrivalsPerSecond = 50, ServiceSeconds = 2 }, [], Bounds);
        (size.Slots, size.Workers, size.Limit).ShouldBe((111, 12, SizeLimit.None));
    }

    [Fact]
    public void What_has_piled_up_is_made_within_half_a_minute()
    {
        var load = new PoolLoad("code") { ArrivalsPerSecond = 0, ServiceSeconds = 3, Waiting = 600 };
        PoolSizing.Slots(load).ShouldBe(60);
        // A slot cannot make more than one at a time.
        PoolSizing.Slots(load with { ServiceSeconds = 300 }).ShouldBe(600);
    }

    [Fact]
    public void Before_a_step_has_ended_there_is_a_slot_for_each() =>
        PoolSizing.Slots(new PoolLoad("llm") { ArrivalsPerSecond = 3, Waiting = 7, Making = 5 }).ShouldBe(12);

    [Fact]
    public void Any_load_gets_what_it_needs_within_bounds_and_more_load_never_gets_less()
    {
        var random = new Random(8);
        for (var i = 0; i < 3_000; i++)
        {
            var load = Any(random);
            var slots = PoolSizing.Slots(load);
            slots.ShouldBeGreaterThanOrEqualTo((int)load.Making);
            ((double)slots).ShouldBeGreaterThanOrEqualTo(load.OfferedLoad ?? 0);
            // What waits is gone in time by what is not needed for what arrives.
            var toSpare = (slots - (load.OfferedLoad ?? 0)) * PoolSizing.DrainWithin.TotalSeconds;
            toSpare.ShouldBeGreaterThanOrEqualTo(load.Waiting * Math.Min(load.ServiceSeconds ?? 1, PoolSizing.DrainWithin.TotalSeconds) - 1e-6);
            foreach (var more in (PoolLoad[])
                [
                    load with { ArrivalsPerSecond = load.ArrivalsPerSecond * 1.2 }, load with { Waiting = load.Waiting + 40 },
                    load with { Making = load.Making + 5 }, load with { ServiceSeconds = load.ServiceSeconds * 1.5 },
                ])
                PoolSizing.Slots(more).ShouldBeGreaterThanOrEqualTo(slots, $"{load} and {more}");
            var bounds = new PoolBounds { MinWorkers = random.Next(0, 5), MaxWorkers = random.Next(5, 50) };
            var size = PoolSizing.Size(load, [], bounds);
            size.Workers.ShouldBeInRange(bounds.MinWorkers, bounds.MaxWorkers);
            if (size.Limit == SizeLimit.None)
                (size.Workers * size.SlotsPerWorker).ShouldBeGreaterThanOrEqualTo(slots);
        }
    }

    [Fact]
    public void A_pool_grows_at_once_and_never_shrinks_below_what_it_needed_a_short_while_ago()
    {
        var random = new Random(5);
        var needed = new List<int>();
        var sizes = new List<int>();
        for (var minute = 0; minute < 5_000; minute++)
        {
            // Bursts that come and go each minute.
            var load = new PoolLoad("code") { ArrivalsPerSecond = 5, ServiceSeconds = 1, Waiting = random.Next(3) == 0 ? random.Next(2_000) : 0 };
            sizes.Add(PoolSizing.Size(load, needed.TakeLast(5), Bounds).Slots);
            needed.Add(PoolSizing.Slots(load));
            sizes[^1].ShouldBeGreaterThanOrEqualTo(needed[^1]);
            sizes[^1].ShouldBe(needed.TakeLast(6).Max());
        }

        // It does shrink, and far less often than its load does.
        var (of, ofNeed) = (Shrinkings(sizes), Shrinkings(needed));
        of.ShouldBeGreaterThan(0);
        of.ShouldBeLessThan(ofNeed / 2);
    }

    [Fact]
    public void A_worker_has_as_many_slots_as_those_that_live_unless_it_is_said()
    {
        var load = new PoolLoad("llm") { ArrivalsPerSecond = 100, ServiceSeconds = 4, Workers = 2, Slots = 400 };
        (PoolSizing.Size(load, [], new PoolBounds()).SlotsPerWorker, PoolSizing.Size(load, [], new PoolBounds()).Workers).ShouldBe((200, 3));
        PoolSizing.Size(load, [], new PoolBounds { SlotsPerWorker = 50 }).Workers.ShouldBe(9);
        PoolSizing.Size(load with { Workers = 0, Slots = 0 }, [], new PoolBounds()).SlotsPerWorker.ShouldBe(PoolBounds.StandardSlots);
    }

    [Fact]
    public void What_holds_it_is_told()
    {
        var load = new PoolLoad("llm") { ArrivalsPerSecond = 100, ServiceSeconds = 4 };
        PoolSizing.Size(load, [], Bounds with { MaxWorkers = 3 }).Limit.ShouldBe(SizeLimit.Maximum);
        PoolSizing.Size(load, [], Bounds with { MinWorkers = 90 }).Limit.ShouldBe(SizeLimit.Minimum);
        PoolSizing.Size(load, [2_000], Bounds).Limit.ShouldBe(SizeLimit.Recent);
    }

    [Fact]
    public void All_faults_of_bounds_are_told_at_once()
    {
        var refused = Should.Throw<AxleException>(() => new PoolBounds { SlotsPerWorker = 0, MinWorkers = -1, MaxWorkers = -2 }.Checked());
        refused.Message.ShouldContain("not 0");
        refused.Message.ShouldContain("not -1");
        refused.Message.ShouldContain("not -2");
    }

    private static int Shrinkings(List<int> sizes) => sizes.Zip(sizes.Skip(1)).Count(static pair => pair.Second < pair.First);

    private static PoolLoad Any(Random random) => new("code")
    {
        ArrivalsPerSecond = random.Next(4) == 0 ? 0 : random.NextDouble() * Math.Pow(10, random.Next(-2, 3)),
        ServiceSeconds = random.Next(5) == 0 ? null : random.NextDouble() * Math.Pow(10, random.Next(-3, 3)),
        Making = random.Next(100),
        Waiting = random.Next(3) == 0 ? 0 : random.Next(5_000),
    };
}
