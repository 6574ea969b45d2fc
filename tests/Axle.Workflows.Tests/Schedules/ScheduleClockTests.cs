using System.Globalization;
using Axle.Workflows.Definition;
using Axle.Workflows.Schedules;

namespace Axle.Workflows.Tests.Schedules;

public sealed class ScheduleClockTests
{
    public static TheoryData<string> Zones => ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"];

    [Theory]
    // Clocks go from 02:00 to 03:00: right after the gap, once.
    [InlineData("30 2 * * *", "Europe/Berlin", "2027-03-27T12:00Z", "2027-03-28T01:00Z 2027-03-29T00:30Z")]
    [InlineData("0 2 * * *", "Europe/Berlin", "2027-03-27T12:00Z", "2027-03-28T01:00Z 2027-03-29T00:00Z")]
    // Clocks go from 03:00 to 02:00: the first of the two.
    [InlineData("30 2 * * *", "Europe/Berlin", "2027-10-30T12:00Z", "2027-10-31T00:30Z 2027-11-01T01:30Z")]
    [InlineData("30 2 * * *", "America/New_York", "2027-03-13T12:00Z", "2027-03-14T07:00Z 2027-03-15T06:30Z")]
    [InlineData("30 1 * * *", "America/New_York", "2027-11-06T12:00Z", "2027-11-07T05:30Z 2027-11-08T06:30Z")]
    // Half an hour only: from 02:00 to 02:30, and from 02:00 back to 01:30.
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2027-10-02T00:00Z", "2027-10-02T15:30Z 2027-10-03T15:15Z")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2027-04-03T00:00Z", "2027-04-03T14:45Z 2027-04-04T15:15Z")]
    [InlineData("0 * * * *", "Australia/Lord_Howe", "2027-10-02T14:30Z", "2027-10-02T15:30Z 2027-10-02T16:00Z 2027-10-02T17:00Z")]
    // Intervals run in both of two equal hours.
    [InlineData("0 * * * *", "Europe/Berlin", "2027-03-28T00:30Z", "2027-03-28T01:00Z 2027-03-28T02:00Z")]
    [InlineData("0 * * * *", "Europe/Berlin", "2027-10-30T23:30Z", "2027-10-31T00:00Z 2027-10-31T01:00Z 2027-10-31T02:00Z")]
    [InlineData("*/20 2 * * *", "Europe/Berlin", "2027-10-30T23:30Z", "2027-10-31T00:00Z 2027-10-31T00:20Z 2027-10-31T00:40Z 2027-10-31T01:00Z 2027-10-31T01:20Z 2027-10-31T01:40Z 2027-11-01T01:00Z")]
    public void When_clocks_change_it_does_as_cron_does(string line, string zone, string after, string expected) =>
        Next(Cron(line, zone), after, expected.Split(' ').Length).ShouldBe(expected);

    [Theory]
    [InlineData("0 0 29 2 *", "2027-01-01T00:00Z", "2028-02-29T00:00Z 2032-02-29T00:00Z")]
    [InlineData("0 0 29 2 *", "2095-01-01T00:00Z", "2096-02-29T00:00Z 2104-02-29T00:00Z")]
    [InlineData("0 0 31 * *", "2027-01-01T00:00Z", "2027-01-31T00:00Z 2027-03-31T00:00Z 2027-05-31T00:00Z 2027-07-31T00:00Z 2027-08-31T00:00Z")]
    [InlineData("0 0 * * 7", "2027-01-01T00:00Z", "2027-01-03T00:00Z 2027-01-10T00:00Z")]
    [InlineData("0 0 1 jan *", "2027-01-01T00:00Z", "2028-01-01T00:00Z")]
    // Either day is enough when both are given; both are needed when one of them begins with a star.
    [InlineData("0 0 13 * 5", "2027-08-01T00:00Z", "2027-08-06T00:00Z 2027-08-13T00:00Z 2027-08-20T00:00Z 2027-08-27T00:00Z 2027-09-03T00:00Z 2027-09-10T00:00Z 2027-09-13T00:00Z")]
    [InlineData("0 0 */2 * 1", "2027-08-01T00:00Z", "2027-08-09T00:00Z 2027-08-23T00:00Z 2027-09-13T00:00Z")]
    public void Days_are_those_of_the_calendar(string line, string after, string expected) =>
        Next(Cron(line, null), after, expected.Split(' ').Length).ShouldBe(expected);

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4,6,9,11 *")]
    public void A_time_that_never_comes_is_refused(string line)
    {
        var error = Should.Throw<AxleException>(() => Cron(line, null)).Error;
        error.Kind.ShouldBe(ErrorKind.Validation);
        error.Message.ShouldContain($"'{line}' never comes");
    }

    [Theory]
    [InlineData("0 0 30 2", null, "not five fields")]
    [InlineData("61 0 * * *", null, "no cron line")]
    [InlineData("0 0 * * *", "Europe/Brelin", "no time zone 'Europe/Brelin'")]
    public void What_is_no_time_is_refused(string line, string? zone, string what) =>
        Should.Throw<AxleException>(() => Cron(line, zone)).Message.ShouldContain(what);

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_time_of_day_comes_once_on_every_day_of_three_years(string zone)
    {
        var place = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (var hour in (int[])[0, 1, 2, 3, 23])
        {
            var clock = Cron($"30 {hour} * * *", zone);
            var days = new List<DateOnly>();
            for (var at = clock.Next(Time("2026-01-01T00:00Z")); at < Time("2029-01-01T00:00Z"); at = clock.Next(at!.Value))
                days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at.Value, place).DateTime));
            days.ShouldBe(Enumerable.Range(0, days.Count).Select(i => days[0].AddDays(i)));
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void The_latest_times_are_the_last_of_all(string zone)
    {
        foreach (var line in (string[])["30 2 * * *", "0 1 * * *", "*/15 1-3 * * *", "0 * * * *", "0,45 2 1,15 * 0", "59 23 31 * *"])
        {
            var clock = Cron(line, zone);
            var from = Time("2027-01-01T00:00Z");
            var until = Time("2028-01-01T00:00Z");
            var forward = new List<DateTimeOffset>();
            for (var at = clock.Next(from); at <= until; at = clock.Next(at!.Value))
                forward.Add(at.Value);
            foreach (var limit in (int[])[1, 3, 300, int.MaxValue])
                clock.Latest(from, until, limit).ToArray().ShouldBe(forward.TakeLast(limit).ToArray(), line);
        }
    }

    [Fact]
    public void Lines_come_when_looking_at_every_minute_says_so()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var (line, matches) = NaiveCron.Any(random);
            var clock = Cron(line, null);
            var at = Time("2027-01-01T00:00Z").AddMinutes(random.Next(1_000_000));
            var until = at.AddDays(40);
            var minutes = Enumerable.Range(1, 40 * 1440).Select(m => at.AddMinutes(m)).Where(matches).ToArray();
            var found = clock.Latest(at, until, int.MaxValue);
            found.Except(minutes).ShouldBeEmpty(line);
            minutes.Except(found).ShouldBeEmpty(line);
        }
    }

    [Theory]
    [InlineData(900, "2027-05-05T10:07Z", "2027-05-05T10:15Z 2027-05-05T10:30Z")]
    [InlineData(86_400, "2027-05-05T10:07Z", "2027-05-06T00:00Z 2027-05-07T00:00Z")]
    [InlineData(3600, "1969-12-31T21:30Z", "1969-12-31T22:00Z 1969-12-31T23:00Z 1970-01-01T00:00Z 1970-01-01T01:00Z")]
    public void An_interval_counts_from_1970_so_that_all_processes_agree(int seconds, string after, string expected)
    {
        var clock = ScheduleClock.Of(new ScheduleTrigger(null, TimeSpan.FromSeconds(seconds), null, null));
        Next(clock, after, expected.Split(' ').Length).ShouldBe(expected);
        var last = Time(expected.Split(' ')[^1]);
        string.Join(' ', clock.Latest(Time(after), last, 100).Select(Text)).ShouldBe(expected);
    }

    [Fact]
    public void A_schedule_says_itself_in_a_line()
    {
        Cron("0 6 * * 1-5", "Europe/Berlin").Text.ShouldBe("cron 0 6 * * 1-5 Europe/Berlin");
        ScheduleClock.Of(new ScheduleTrigger(null, TimeSpan.FromMinutes(90), null, null)).Text.ShouldBe("every 90m");
    }

    private static ScheduleClock Cron(string line, string? zone) => ScheduleClock.Of(new ScheduleTrigger(line, null, zone, null));

    private static string Next(ScheduleClock clock, string after, int count)
    {
        var times = new List<string>();
        for (var at = clock.Next(Time(after)); times.Count < count; at = clock.Next(at.Value))
            times.Add(Text(at!.Value));
        return string.Join(' ', times);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time)
    {
        time.Offset.ShouldBe(TimeSpan.Zero);
        return time.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
    }
}
