using System.Collections.Concurrent;

namespace Axle.Workflows.Scaling;

/// <summary>Counts what this process does for each pool. Any thread may tell it.</summary>
public sealed class PoolMeter
{
    private readonly ConcurrentDictionary<string, Counts> _pools = new(StringComparer.Ordinal);

    /// <summary>A step became due.</summary>
    public void Arrived(string pool)
    {
        var counts = Of(pool);
        lock (counts)
            counts.Arrived++;
    }

    /// <summary>An attempt takes its slot.</summary>
    public void Began(string pool)
    {
        var counts = Of(pool);
        lock (counts)
            counts.Making++;
    }

    /// <summary>An attempt gives its slot back, whatever came of it.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="took">For how long it had it.</param>
    public void Ended(string pool, TimeSpan took)
    {
        var counts = Of(pool);
        lock (counts)
        {
            counts.Making--;
            counts.Ended++;
            counts.Busy += took;
        }
    }

    /// <summary>Tells what happened since the last time, and forgets it.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="owed">Steps of it that this process owes.</param>
    /// <param name="slots">Steps of it that this process can make at the same time; 0 when it takes none.</param>
    public PoolReport Take(string pool, long owed, long slots)
    {
        var counts = Of(pool);
        lock (counts)
        {
            var report = new PoolReport(
                pool, counts.Arrived, counts.Ended, counts.Busy, new PoolNow(pool, owed, counts.Making, slots > 0 ? 1 : 0, slots));
            (counts.Arrived, counts.Ended, counts.Busy) = (0, 0, TimeSpan.Zero);
            return report;
        }
    }

    /// <summary>Takes back what could not be told: it is told with what comes next.</summary>
    public void Untold(PoolReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var counts = Of(report.Pool);
        lock (counts)
        {
            counts.Arrived += report.Arrived;
            counts.Ended += report.Ended;
            counts.Busy += report.Busy;
        }
    }

    private Counts Of(string pool) => _pools.GetOrAdd(pool, static _ => new Counts());

    private sealed class Counts
    {
        public long Arrived { get; set; }

        public long Making { get; set; }

        public long Ended { get; set; }

        public TimeSpan Busy { get; set; }
    }
}
