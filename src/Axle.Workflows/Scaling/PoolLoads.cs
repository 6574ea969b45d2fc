using Axle.Workflows.Ports;

namespace Axle.Workflows.Scaling;

/// <summary>Reads from the store what pools have to do, and how large they should be.</summary>
/// <param name="store">Knows it.</param>
/// <param name="time">The clock.</param>
public sealed class PoolLoads(ILoadStore store, TimeProvider time)
{
    private const int EnoughEnded = 20;
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The size that each pool should have; pools by name.</summary>
    /// <param name="bounds">What a worker has, and how many there may be.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="AxleException">Validation: a bound is out of its range; or the store cannot be reached.</exception>
    public async ValueTask<IReadOnlyList<PoolSize>> SizeAsync(PoolBounds bounds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        bounds = bounds.Checked();
        return [.. (await ReadAsync(time.GetUtcNow(), cancellationToken)).Select(p => PoolSizing.Size(p.Load, p.Needed, bounds))];
    }

    /// <summary>Notes what pools need in this moment, so that none shrinks too early; for nodes that own runs, every few seconds.</summary>
    /// <returns>The size that each pool should have.</returns>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    public async ValueTask<IReadOnlyList<PoolSize>> NoteNeedAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var read = await ReadAsync(now, cancellationToken);
        foreach (var (load, _) in read)
        {
            if (PoolSizing.Slots(load) is > 0 and var slots)
                await store.NoteNeedAsync(load.Pool, slots, now, cancellationToken);
        }

        return [.. read.Select(static p => PoolSizing.Size(p.Load, p.Needed, new PoolBounds()))];
    }

    private async ValueTask<IReadOnlyList<(PoolLoad Load, int[] Needed)>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var minutes = await store.ListMinutesAsync(now - Longest, cancellationToken);
        var pools = await store.ListPoolsAsync(cancellationToken);
        return
        [
            .. pools.Select(static p => p.Pool).Union(minutes.Select(static m => m.Pool)).Order(StringComparer.Ordinal).Select(pool =>
            {
                PoolMinute[] own = [.. minutes.Where(m => m.Pool == pool)];
                int[] needed = [.. own.Where(m => now - m.Minute <= PoolSizing.ShrinkAfter).Select(static m => m.Needed)];
                return (Of(pool, own, pools.FirstOrDefault(p => p.Pool == pool), now), needed);
            }),
        ];
    }

    /// <summary>
    /// The load of a pool. What arrives is the larger of the last minute and the last five, so that it is seen at once when it grows, and is not forgotten
    /// at once. A step takes as long as those of the last five minutes did, or of the last hour where few have ended.
    /// </summary>
    /// <param name="pool">The pool.</param>
    /// <param name="minutes">Its last hour.</param>
    /// <param name="current">What living processes do for it; null when none does.</param>
    /// <param name="now">The time.</param>
    public static PoolLoad Of(string pool, IReadOnlyList<PoolMinute> minutes, PoolNow? current, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        var recent = minutes.Where(m => now - m.Minute <= Recent).ToArray();
        var enough = recent.Sum(static m => m.Ended) >= EnoughEnded ? recent : minutes;
        var ended = enough.Sum(static m => m.Ended);
        return new PoolLoad(pool)
        {
            ArrivalsPerSecond = Math.Max(Arrivals(minutes, now, TimeSpan.FromMinutes(1)), Arrivals(minutes, now, Recent)),
            ServiceSeconds = ended == 0 ? null : enough.Sum(static m => m.Busy.TotalSeconds) / ended,
            Making = current?.Making ?? 0,
            Waiting = current is null ? 0 : Math.Max(0, current.Owed - current.Making),
            Workers = current?.Workers ?? 0,
            Slots = current?.Slots ?? 0,
        };
    }

    /// <summary>Arrivals a second in a window that ends now; of a minute that it cuts, the share that lies in it.</summary>
    private static double Arrivals(IReadOnlyList<PoolMinute> minutes, DateTimeOffset now, TimeSpan window)
    {
        var from = now - window;
        return minutes.Sum(m => m.Arrived * Math.Clamp(1 - ((from - m.Minute) / TimeSpan.FromMinutes(1)), 0, 1)) / window.TotalSeconds;
    }
}
