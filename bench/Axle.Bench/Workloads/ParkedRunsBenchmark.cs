using System.Diagnostics;
using System.Globalization;
using Axle.Bench.Measuring;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Bench.Workloads;

/// <summary>
/// W4 of the peers, ten times as many: runs parked on a signal from outside. Resident memory a parked run, and how fast all are signalled and
/// complete: one half by a hundred senders, as the peers are measured, the other by a thousand. Each sender waits until what its signal means is
/// durable, so that few of them leave the disk waiting.
/// </summary>
internal sealed class ParkedRunsBenchmark : IBenchmark
{
    private const int ManySenders = 1_000;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);

    public string Name => "w4";

    public string Purpose => "100,000 runs parked on a signal (10,000 with --quick): memory of each, and how fast all complete once signalled";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var folder = new ScratchFolder();
        await using var bench = BenchEngine.Open(folder["axle.db"]);
        // What is filled once, like the page cache of SQLite, is no cost of a parked run.
        await ParkAsync(bench, "warm", 2000);
        await ReleaseAsync(bench, "warm", 2000, BenchEngine.InFlight);
        var count = settings.Length < BenchSettings.Default.Length ? 10_000 : 100_000;
        var before = await ResidentAsync();
        var parked = await ParkAsync(bench, "few-senders", count / 2);
        var others = await ParkAsync(bench, "many-senders", count / 2);
        var after = await ResidentAsync();
        var idle = CpuMeter.Start();
        await Task.Delay(IdleTime, TimeProvider.System);
        var idleCpu = idle.Stop()["ownCpuSeconds"];
        var byFew = await ReleaseAsync(bench, "few-senders", count / 2, BenchEngine.InFlight);
        var released = await ReleaseAsync(bench, "many-senders", count / 2, ManySenders);
        var figures = new Figures
        {
            ["releasedPerSecond"] = released.PerSecond,
            ["releasedPerSecondBy100Senders"] = byFew.PerSecond,
            ["parkedPerSecond"] = count / (parked.Seconds + others.Seconds),
            ["runs"] = count,
            ["processBytesPerRun"] = (after.Process - before.Process) / (double)count,
            ["heapBytesPerRun"] = (after.Heap - before.Heap) / (double)count,
            ["signalP50Ms"] = released.P50Ms,
            ["signalP99Ms"] = released.P99Ms,
            ["signalP50MsBy100Senders"] = byFew.P50Ms,
            ["allocatedKbPerRun"] = (parked.AllocatedBytes + others.AllocatedBytes + byFew.AllocatedBytes + released.AllocatedBytes) / 1024.0 / count,
            ["idleCpuSharePercent"] = 100 * idleCpu / IdleTime.TotalSeconds,
        };
        return new Report(
            Name, figures, [Goal.Least("releasedPerSecond", 10_000), Goal.Most("processBytesPerRun", 1024)],
            [new Row("park", parked.Cpu), new Row("release by 100 senders", byFew.Cpu), new Row("release by 1,000 senders", released.Cpu)]);
    }

    private static Task<Load> ParkAsync(BenchEngine bench, string name, int count)
    {
        var workflow = BenchWorkflows.Read(new($"name: {name}\nsteps:\n  - key: hold\n    wait:\n      signal: go\n"));
        return ClosedLoop.RunAsync(BenchEngine.InFlight, count, async i => await bench.Engine.StartAsync(new StartRun(workflow) { Id = IdOf(name, i) }));
    }

    /// <summary>Signals all, and waits until the store says that all are finished. The latency is that of sending a signal.</summary>
    private static async Task<Load> ReleaseAsync(BenchEngine bench, string name, int count, int senders)
    {
        var unfinished = new RunQuery([RunStatus.Idle, RunStatus.Executing], Workflow: name, Limit: 1);
        var start = Stopwatch.GetTimestamp();
        var load = await ClosedLoop.RunAsync(senders, count, async i => await bench.Engine.SignalAsync(IdOf(name, i), "go", """{"go":true}"""));
        while ((await bench.Store.ListRunsAsync(unfinished, CancellationToken.None)).Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        return load with { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    private static async Task<(long Process, long Heap)> ResidentAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }

        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: true));
    }

    private static RunId IdOf(string name, int i) => new(string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"));
}
