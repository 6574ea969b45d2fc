using Axle.Workflows.Scaling;

namespace Axle.Workflows.Tests.Scaling;

public sealed class ConcurrencyRuleTests
{
    [Fact]
    public void It_stays_within_its_bounds_and_grows_to_twice_at_most()
    {
        var random = new Random(3);
        for (var i = 0; i < 3_000; i++)
        {
            var (least, most) = (random.Next(1, 10), random.Next(10, 500));
            var current = random.Next(least, most + 1);
            var load = new PoolLoad("")
            {
                ArrivalsPerSecond = random.Next(50),
                ServiceSeconds = random.NextDouble() * 9,
                Making = random.Next(current + 1),
                Waiting = random.Next(900),
            };
            var next = ConcurrencyRule.Next(current, load, [random.Next(100)], random.NextDouble(), least, most);
            next.ShouldBeInRange(least, Math.Min(most, current * 2));
            // Enough for its load, where it may.
            next.ShouldBeGreaterThanOrEqualTo(Math.Min(Math.Min(PoolSizing.Slots(load), current), most));
            ConcurrencyRule.Next(current, load, [], ConcurrencyRule.BusyFrom, least, most).ShouldBeLessThanOrEqualTo(current);
        }
    }

    [Fact]
    public void It_grows_while_all_of_it_is_in_use_and_shrinks_a_minute_after_the_last_need()
    {
        var (current, needed) = (4, new List<int>());
        foreach (var expected in (int[])[8, 16, 32, 64, 128])
            Look(new PoolLoad("") { Making = current }, expected);
        var idle = new PoolLoad("");
        for (var i = 1; i < ConcurrencyRule.Memory; i++)
            Look(idle, 128);
        Look(idle, 128);
        Look(idle, 4);

        void Look(PoolLoad load, int expected)
        {
            var before = current;
            current = ConcurrencyRule.Next(before, load, needed.TakeLast(ConcurrencyRule.Memory), 0.2, 4, 256);
            needed.Add(ConcurrencyRule.Needed(before, load));
            current.ShouldBe(expected);
        }
    }
}
