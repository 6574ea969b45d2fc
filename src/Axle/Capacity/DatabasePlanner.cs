using Axle.Workflows.Ports;
using Axle.Workflows.Scaling.Forecasting;

namespace Axle.Capacity;

/// <summary>Says from what was measured what the next hours will ask of the database. Pure.</summary>
internal static class DatabasePlanner
{
    private const int Day = 24;
    private const int Week = 168;
    private const double MostPeak = 10;

    /// <summary>Hours between the first and the last size that say how fast it grows.</summary>
    private const int LeastGrowth = 6;

    /// <summary>What lies further ahead than ten years is not said.</summary>
    private const double MostDays = 3_650;

    /// <summary>Looks ahead.</summary>
    /// <param name="known">Full hours that are known, the earliest first.</param>
    /// <param name="now">The database in this moment.</param>
    /// <param name="current">When the present hour began.</param>
    /// <param name="hours">How many hours are looked ahead.</param>
    /// <param name="disk">Bytes that it may have; null when nothing is said of it.</param>
    public static DatabaseOutlook Look(DatabaseHour[] known, DatabaseNow now, DateTimeOffset current, int hours, long? disk)
    {
        DatabaseHour[] week = [.. known.Where(h => h.Hour >= current.AddHours(-Week))];
        DatabaseHour[] day = [.. week.Where(h => h.Hour >= current.AddHours(-Day))];
        var growth = Growth(week);
        return new DatabaseOutlook(
            Writes(known, week, day, now.Writers, current, hours), now.Connections, now.MostConnections,
            now.Bytes, growth, disk, disk is { } most ? FullAt(now.Bytes, growth, most, current) : null);
    }

    /// <summary>What of it may be full: now, or in the hours that are looked ahead.</summary>
    public static IEnumerable<Bottleneck> Candidates(DatabaseOutlook outlook, DateTimeOffset current, int hours)
    {
        if (outlook.Writes is { } writes)
            yield return new Bottleneck("database", "writes", writes.High / writes.MostPerSecond, writes.FullAt ?? writes.At);
        yield return new Bottleneck("database", "connections", outlook.Connections / (double)outlook.MostConnections, current);
        if (outlook.DiskBytes is not { } disk)
            yield break;
        var end = current.AddHours(hours);
        var share = (outlook.Bytes + (Math.Max(0, outlook.BytesPerDay ?? 0) * hours / Day)) / disk;
        yield return new Bottleneck("database", "disk", share, outlook.DiskFullAt is { } full && full < end ? full : end);
    }

    private static WritesOutlook? Writes(DatabaseHour[] known, DatabaseHour[] week, DatabaseHour[] day, int writers, DateTimeOffset current, int hours)
    {
        if (writers == 0 || WriterCost.Of(week) is not { } cost || day.Sum(static h => h.Commits) is not (> 0 and var commits))
            return null;
        var byHour = known.ToDictionary(static h => h.Hour, static h => h.Decisions);
        var first = known[0].Hour;
        double[] series = [.. Enumerable.Range(0, (int)(current - first).TotalHours).Select(i => byHour.GetValueOrDefault(first.AddHours(i)) / 3600.0)];
        var forecast = LoadForecast.Expect(series, current, hours + 1);
        var ahead = forecast.Hours.Skip(1).ToArray();
        // How much busier the busiest minute of an hour was than the hour.
        var peak = Math.Clamp(day.Where(static h => h.Decisions > 0).Average(static h => h.MostInMinute * 60.0 / h.Decisions), 1, MostPeak);
        var can = writers * cost.MostPerSecond;
        var most = ahead.MaxBy(static h => h.High)!;
        return new WritesOutlook(
            forecast.Basis, forecast.History, most.Expected * peak, most.High * peak, can, most.Hour,
            ahead.FirstOrDefault(h => h.High * peak >= can)?.Hour, (double)day.Sum(static h => h.Decisions) / commits,
            day.Max(h => h.Busy.TotalHours) / writers);
    }

    /// <summary>Bytes a day, by the straight line that fits the sizes of the last week best.</summary>
    private static double? Growth(DatabaseHour[] week)
    {
        var sizes = week.Where(static h => h.Bytes is not null).Select(h => (Day: (h.Hour - week[0].Hour).TotalDays, Bytes: (double)h.Bytes!)).ToArray();
        if (sizes.Length < 2 || (sizes[^1].Day - sizes[0].Day) * Day < LeastGrowth)
            return null;
        var (days, bytes) = (sizes.Average(static s => s.Day), sizes.Average(static s => s.Bytes));
        return sizes.Sum(s => (s.Day - days) * (s.Bytes - bytes)) / sizes.Sum(s => (s.Day - days) * (s.Day - days));
    }

    private static DateTimeOffset? FullAt(long bytes, double? growth, long disk, DateTimeOffset current)
    {
        if (bytes >= disk)
            return current;
        var days = growth > 0 ? (disk - bytes) / growth.Value : double.PositiveInfinity;
        return days < MostDays ? current.AddDays(days) : null;
    }
}
