using System.Diagnostics;
using System.Threading.Channels;

namespace Axle.Bench.Floor;

/// <summary>
/// The limit that the engine is held against, measured in the same run: what the same SQLite can commit to the same disk when nothing else
/// is done.
/// </summary>
internal sealed class SqliteFloor(string path) : IDisposable
{
    /// <summary>As many as there are runs in flight beside it.</summary>
    private const int Producers = 100;

    private readonly RawDatabase _database = new(path);

    /// <summary>Rows a second of group commits: producers that each wait for their own row, one writer that commits all rows that wait.</summary>
    public double MeasureRowsPerSecond(TimeSpan length)
    {
        var waiting = Channel.CreateUnbounded<WaitingRow>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = new CancellationTokenSource();
        var producers = Enumerable.Range(0, Producers).Select(_ => Task.Run(() => ProduceAsync(waiting.Writer, stop.Token))).ToArray();
        var producing = Task.WhenAll(producers).ContinueWith(_ => waiting.Writer.Complete(), TaskScheduler.Default);
        var rate = 0.0;
        // A thread of its own, as in the store.
        var writer = new Thread(() => rate = Write(waiting.Reader, length, stop));
        writer.Start();
        writer.Join();
        producing.GetAwaiter().GetResult();
        return rate;
    }

    /// <summary>Latencies in milliseconds of commits of one row each, one after another.</summary>
    public double[] MeasureCommits(int count)
    {
        var commits = new double[count];
        for (var i = 0; i < commits.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            _database.Commit(1);
            commits[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return commits;
    }

    public void Dispose() => _database.Dispose();

    private static async Task ProduceAsync(ChannelWriter<WaitingRow> writer, CancellationToken stop)
    {
        var row = new WaitingRow();
        while (!stop.IsCancellationRequested)
        {
            writer.TryWrite(row.Renewed());
            await row.OnDisk();
        }
    }

    /// <summary>Commits what waits until the time is over, then what is left until the producers have ended.</summary>
    private double Write(ChannelReader<WaitingRow> waiting, TimeSpan length, CancellationTokenSource stop)
    {
        var (rows, seconds) = (0L, 0.0);
        var group = new List<WaitingRow>();
        var start = Stopwatch.GetTimestamp();
        while (waiting.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (waiting.TryRead(out var row))
                group.Add(row);
            _database.Commit(group.Count);
            group.ForEach(static r => r.Complete());
            if (stop.IsCancellationRequested)
                continue;
            rows += group.Count;
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (seconds >= length.TotalSeconds)
                stop.Cancel();
        }

        return rows / seconds;
    }
}
