using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Axle.Queue.RabbitMq;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;
using Axle.Workflows.Scaling.Forecasting;

namespace Axle.Capacity;

/// <summary>
/// Says from history what the next hours will ask of pools, of providers of models and of the database, and what will be full first.
/// </summary>
/// <param name="store">Has the history of pools.</param>
/// <param name="database">Has that of the database.</param>
/// <param name="ledger">Has the calls of models.</param>
/// <param name="models">Has the limits of providers.</param>
/// <param name="time">The clock.</param>
public sealed class CapacityPlanner(ILoadStore store, IDatabaseGauge database, IModelLedger ledger, ModelOptions models, TimeProvider time)
{
    /// <summary>Hours that are looked ahead when nothing is said.</summary>
    public const int StandardHours = 24;

    /// <summary>The pools that there are.</summary>
    public static IReadOnlyList<string> Pools => WorkPools.All;

    private const int Day = 24;
    private const double MostPeak = 10;

    /// <summary>Looks ahead.</summary>
    /// <param name="hours">How many hours: 1 to 168.</param>
    /// <param name="bounds">What a worker has, and how many there may be of a pool.</param>
    /// <param name="disk">Gigabytes (10⁹ bytes) that the database may have, 1 to 1,000,000; null when nothing is said of it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="AxleException">Validation: a number is out of its range; or the store cannot be reached.</exception>
    public async ValueTask<CapacityOutlook> LookAsync(int hours, PoolBounds bounds, int? disk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        bounds = bounds.Checked();
        if (hours is < 1 or > 168)
            throw new AxleException(ErrorKind.Validation, $"The next 1 to 168 hours can be looked at, not {hours}.");
        if (disk is < 1 or > 1_000_000)
            throw new AxleException(ErrorKind.Validation, $"A database may have 1 to 1000000 gigabytes, not {disk}.");
        var now = time.GetUtcNow();
        var current = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);
        var history = (await store.ListHoursAsync(now - ILoadStore.Kept, cancellationToken)).Where(h => h.Hour < current).ToLookup(static h => h.Pool);
        var living = await store.ListPoolsAsync(cancellationToken);
        PoolOutlook[] pools =
        [
            .. WorkPools.All.Select(pool => Of(pool, [.. history[pool]], living.FirstOrDefault(p => p.Pool == pool), current, hours, bounds)),
        ];
        var providers = await ProvidersAsync(pools, [.. history[WorkPools.Llm]], current, cancellationToken);
        DatabaseHour[] written = [.. (await database.ListDatabaseHoursAsync(now - ILoadStore.Kept, cancellationToken)).Where(h => h.Hour < current)];
        var outlook = DatabasePlanner.Look(
            written, await database.MeasureDatabaseAsync(cancellationToken), current, hours, disk is { } gigabytes ? gigabytes * 1_000_000_000L : null);
        return new CapacityOutlook(pools, providers, outlook, First(pools, providers, DatabasePlanner.Candidates(outlook, current, hours), bounds));
    }

    private static PoolOutlook Of(string pool, PoolHour[] known, PoolNow? now, DateTimeOffset current, int hours, PoolBounds bounds)
    {
        var first = known.Length == 0 ? current : known[0].Hour;
        var byHour = known.ToDictionary(static h => h.Hour);
        double[] series =
        [
            .. Enumerable.Range(0, (int)(current - first).TotalHours).Select(i => (byHour.GetValueOrDefault(first.AddHours(i))?.Arrived ?? 0) / 3600.0),
        ];
        var day = known.Where(h => h.Hour >= current.AddHours(-Day)).ToArray();
        var ended = day.Sum(static h => h.Ended);
        double? service = ended == 0 ? null : day.Sum(static h => h.Busy.TotalSeconds) / ended;
        // How much busier the busiest minute of an hour was than the hour.
        var busy = day.Where(static h => h.Arrived > 0).ToArray();
        var peak = busy.Length == 0 ? 1 : Math.Clamp(busy.Average(static h => h.MostInMinute * 60.0 / h.Arrived), 1, MostPeak);
        var each = PoolSizing.Size(new PoolLoad(pool) { Workers = now?.Workers ?? 0, Slots = now?.Slots ?? 0 }, [], bounds).SlotsPerWorker;
        var forecast = LoadForecast.Expect(series, current, hours + 1);
        return new PoolOutlook(pool, forecast.Basis, forecast.History, service, each, [.. forecast.Hours.Skip(1).Select(h => new HourOutlook(
            h.Hour, h.Expected, h.Low, h.High, Workers(h.Expected), Workers(h.High)))]);

        int Workers(double arrivals) =>
            (int)Math.Ceiling(PoolSizing.Slots(new PoolLoad(pool) { ArrivalsPerSecond = arrivals * peak, ServiceSeconds = service ?? 0 }) / (double)each);
    }

    private async ValueTask<IReadOnlyList<ProviderOutlook>> ProvidersAsync(
        PoolOutlook[] pools, PoolHour[] known, DateTimeOffset current, CancellationToken cancellationToken)
    {
        var limited = models.Providers.Where(static p => p.RequestsPerMinute is not null || p.TokensPerMinute is not null).ToArray();
        var steps = known.Where(h => h.Hour >= current.AddHours(-Day)).Sum(static h => h.Arrived);
        if (limited.Length == 0 || steps == 0)
            return [];
        var sums = await ledger.SumAsync(new LedgerQuery { Since = current.AddHours(-Day), Until = current, By = LedgerGroup.Provider }, cancellationToken);
        var asked = pools.Single(static p => p.Pool == WorkPools.Llm).Hours;
        return
        [
            .. from provider in limited.OrderBy(static p => p.Name, StringComparer.Ordinal)
               join sum in sums on provider.Name equals sum.Key
               let calls = (double)sum.Calls / steps
               let tokens = (double)(sum.InputTokens + sum.OutputTokens) / steps
               let share = (Func<HourOutlook, double>)(h => 60 * h.High * Share(provider, calls, tokens))
               let worst = asked.MaxBy(share)!
               select new ProviderOutlook(provider.Name, calls, tokens, share(worst), worst.Hour, asked.FirstOrDefault(h => share(h) >= 1)?.Hour),
        ];
    }

    /// <summary>The share of a provider's limits that one step a minute needs. They hold for each of its keys.</summary>
    private static double Share(ProviderOptions provider, double calls, double tokens) => Math.Max(
        provider.RequestsPerMinute is { } requests ? calls / requests : 0, provider.TokensPerMinute is { } most ? tokens / most : 0)
        / Math.Max(1, provider.Keys.Count);

    private static Bottleneck? First(
        PoolOutlook[] pools, IReadOnlyList<ProviderOutlook> providers, IEnumerable<Bottleneck> database, PoolBounds bounds)
    {
        Bottleneck[] candidates =
        [
            .. from pool in pools
               let hour = pool.Hours.FirstOrDefault(h => h.WorkersAtMost > bounds.MaxWorkers) ?? pool.Hours.MaxBy(static h => h.WorkersAtMost)!
               where hour.WorkersAtMost > 0
               select new Bottleneck("pool", pool.Pool, hour.WorkersAtMost / (double)Math.Max(1, bounds.MaxWorkers), hour.Hour),
            .. from provider in providers
               where provider.MostShare > 0
               select new Bottleneck("provider", provider.Provider, provider.MostShare, provider.FullAt ?? provider.At),
            .. database,
        ];
        return candidates.Where(static c => c.Share >= 1).OrderBy(static c => c.At).ThenByDescending(static c => c.Share).FirstOrDefault()
            ?? candidates.MaxBy(static c => c.Share);
    }
}
