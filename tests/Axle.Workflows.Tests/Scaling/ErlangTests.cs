using Axle.Workflows.Scaling;

namespace Axle.Workflows.Tests.Scaling;

public sealed class ErlangTests
{
    [Theory]
    // Tables of Erlang's second formula: a share of at most 0.2 waits. Of one erlang in two slots 1/3 waits, in three 1/11.
    [InlineData(0, 0.2, 0)]
    [InlineData(1, 0.34, 2)]
    [InlineData(1, 0.2, 3)]
    [InlineData(10, 0.2, 14)]
    [InlineData(100, 0.2, 111)]
    public void Slots_are_as_in_the_tables(double load, double share, int slots) => Erlang.Slots(load, share).ShouldBe(slots);

    [Fact]
    public void Head_room_grows_as_the_square_root_of_the_load()
    {
        // Halfin and Whitt: a share of 0.2 waits at 1.06 roots above the load.
        foreach (var load in (double[])[100, 400, 2_500, 10_000, 250_000])
            ((Erlang.Slots(load, 0.2) - load) / Math.Sqrt(load)).ShouldBe(1.06, 0.06);
    }

    [Fact]
    public void More_load_never_needs_fewer_slots_and_more_patience_never_more()
    {
        var random = new Random(20);
        for (var i = 0; i < 2_000; i++)
        {
            var (load, share) = (random.NextDouble() * Math.Pow(10, random.Next(0, 5)), 0.01 + (random.NextDouble() * 0.9));
            var slots = Erlang.Slots(load, share);
            slots.ShouldBeGreaterThan((int)load);
            Erlang.Slots(load * 1.1, share).ShouldBeGreaterThanOrEqualTo(slots);
            Erlang.Slots(load, share + 0.05).ShouldBeLessThanOrEqualTo(slots);
        }
    }

    [Fact]
    public void No_load_asks_for_more_than_there_may_be() => Erlang.Slots(double.MaxValue, 0.001).ShouldBe(Erlang.MostSlots);

    [Theory]
    [InlineData(-1, 0.2)]
    [InlineData(double.NaN, 0.2)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void What_is_out_of_range_is_refused(double load, double share) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Erlang.Slots(load, share));
}
