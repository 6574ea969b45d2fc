using Axle.Workflows.Definition;
using Axle.Workflows.Schedules;

namespace Axle.Workflows.Tests.Schedules;

public sealed class DueStartsTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ScheduleClock Hourly = ScheduleClock.Of(new ScheduleTrigger("0 * * * *", null, null, null));

    [Theory]
    [InlineData(MissedStartChoice.Skip, 0)]
    [InlineData(MissedStartChoice.Once, 1)]
    [InlineData(MissedStartChoice.All, 3)]
    public void What_was_missed_is_made_up_for_as_the_schedule_says(MissedStartChoice missed, int starts)
    {
        var due = DueStarts.At(Hourly, missed, Noon, Noon.AddHours(3.5));
        due.Times.ToArray().ShouldBe([.. Enumerable.Range(4 - starts, starts).Select(static h => Noon.AddHours(h))]);
        due.Reached.ShouldBe(Noon.AddHours(3));
    }

    [Theory]
    [InlineData(MissedStartChoice.Skip)]
    [InlineData(MissedStartChoice.Once)]
    [InlineData(MissedStartChoice.All)]
    public void What_is_on_time_starts_and_nothing_starts_before_its_time(MissedStartChoice missed)
    {
        DueStarts.At(Hourly, missed, Noon, Noon.AddHours(1).AddSeconds(59)).Times.ToArray().ShouldBe([Noon.AddHours(1)]);
        DueStarts.At(Hourly, missed, Noon, Noon.AddHours(1)).Times.ToArray().ShouldBe([Noon.AddHours(1)]);
        DueStarts.At(Hourly, missed, Noon, Noon.AddMinutes(59.9)).ShouldBe(new DueStarts([], Noon));
    }

    [Fact]
    public void Of_years_of_missed_minutes_the_last_thousand_are_made_up_for()
    {
        var clock = ScheduleClock.Of(new ScheduleTrigger("* * * * *", null, "Europe/Berlin", null));
        var due = DueStarts.At(clock, MissedStartChoice.All, Noon, Noon.AddDays(3000));
        due.Times.Length.ShouldBe(DueStarts.MostStarts);
        due.Times[^1].ShouldBe(Noon.AddDays(3000));
        due.Times[0].ShouldBe(Noon.AddDays(3000).AddMinutes(-999));
    }

    [Fact]
    public void A_clock_set_back_a_little_repeats_nothing_and_one_set_back_far_goes_on_from_there()
    {
        DueStarts.At(Hourly, MissedStartChoice.All, Noon, Noon.AddMinutes(-60)).ShouldBe(new DueStarts([], Noon));
        DueStarts.At(Hourly, MissedStartChoice.All, Noon, Noon.AddDays(-400)).ShouldBe(new DueStarts([], Noon.AddDays(-400)));
    }
}
