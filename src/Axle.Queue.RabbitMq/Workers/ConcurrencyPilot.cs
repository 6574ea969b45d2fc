using Axle.Workflows.Scaling;

namespace Axle.Queue.RabbitMq.Workers;

/// <summary>Has a worker make as many steps at the same time as its load asks for, between two bounds.</summary>
/// <param name="worker">What it may be.</param>
/// <param name="count">Steps that are being made, and that wait in this process.</param>
/// <param name="resize">Has it be as large.</param>
/// <param name="time">The clock.</param>
internal sealed class ConcurrencyPilot(WorkerOptions worker, Func<(int Making, int Waiting)> count, Func<int, Task> resize, TimeProvider time)
{
    private readonly Queue<(long Ended, TimeSpan Busy)> _looks = new();
    private readonly Queue<int> _needed = new();
    private long _ended;
    private long _busy;

    /// <summary>An attempt has ended.</summary>
    public void Ended(TimeSpan took)
    {
        Interlocked.Increment(ref _ended);
        Interlocked.Add(ref _busy, took.Ticks);
    }

    /// <summary>Looks now and then, until it ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var (current, used, looked) = (worker.First, Environment.CpuUsage.TotalTime, time.GetTimestamp());
        using var timer = new PeriodicTimer(ConcurrencyRule.Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var (usedNow, now) = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
                var processors = (usedNow - used) / (time.GetElapsedTime(looked, now) * Environment.ProcessorCount);
                (used, looked) = (usedNow, now);
                var load = Look();
                var next = ConcurrencyRule.Next(current, load, _needed, processors, worker.LeastConcurrency!.Value, worker.Concurrency);
                _needed.Enqueue(ConcurrencyRule.Needed(current, load));
                if (_needed.Count > ConcurrencyRule.Memory)
                    _needed.Dequeue();
                if (next != current)
                    await resize(current = next);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The worker ends.
        }
    }

    private PoolLoad Look()
    {
        _looks.Enqueue((Interlocked.Exchange(ref _ended, 0), TimeSpan.FromTicks(Interlocked.Exchange(ref _busy, 0))));
        if (_looks.Count > ConcurrencyRule.Memory)
            _looks.Dequeue();
        var (ended, busy) = (_looks.Sum(static l => l.Ended), _looks.Sum(static l => l.Busy.TotalSeconds));
        var (making, waiting) = count();
        return new PoolLoad("")
        {
            ArrivalsPerSecond = ended / (_looks.Count * ConcurrencyRule.Every.TotalSeconds),
            ServiceSeconds = ended == 0 ? null : busy / ended,
            Making = making,
            Waiting = waiting,
        };
    }
}
