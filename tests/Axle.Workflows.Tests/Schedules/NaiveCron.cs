namespace Axle.Workflows.Tests.Schedules;

/// <summary>Random cron lines, each with the question that it asks of a minute.</summary>
internal static class NaiveCron
{
    public static (string Line, Func<DateTimeOffset, bool> Matches) Any(Random random)
    {
        var minute = Field(random, 0, 59, sparse: true);
        var hour = Field(random, 0, 23, sparse: true);
        var day = Field(random, 1, 31, sparse: false);
        var month = Field(random, 1, 12, sparse: false);
        var weekday = Field(random, 0, 6, sparse: false);
        var either = day.Text[0] != '*' && weekday.Text[0] != '*';
        return ($"{minute.Text} {hour.Text} {day.Text} {month.Text} {weekday.Text}", at =>
        {
            var isDay = day.Values.Contains(at.Day);
            var isWeekday = weekday.Values.Contains((int)at.DayOfWeek);
            return minute.Values.Contains(at.Minute) && hour.Values.Contains(at.Hour) && month.Values.Contains(at.Month)
                && (either ? isDay || isWeekday : isDay && isWeekday);
        }
        );
    }

    private static (string Text, HashSet<int> Values) Field(Random random, int min, int max, bool sparse)
    {
        // Days that every month has, so that the line comes in any of them.
        var end = max == 31 ? 28 : max;
        var (a, b, step) = (random.Next(min, end + 1), random.Next(min, end + 1), random.Next(2, 7));
        var (from, to) = (Math.Min(a, b), Math.Max(a, b));
        return random.Next(5) switch
        {
            0 when !sparse => ("*", [.. Enumerable.Range(min, max - min + 1)]),
            1 => ($"*/{step}", [.. Enumerable.Range(min, max - min + 1).Where(v => (v - min) % step == 0)]),
            2 => ($"{from}-{to}", [.. Enumerable.Range(from, to - from + 1)]),
            3 => ($"{from}-{to}/{step}", [.. Enumerable.Range(from, to - from + 1).Where(v => (v - from) % step == 0)]),
            _ => ($"{a},{b}", [a, b]),
        };
    }
}
