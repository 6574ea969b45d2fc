using System.Diagnostics;
using System.Globalization;
using Axle.Bench.Measuring;
using Axle.Bench.Workloads;

namespace Axle.Bench.Cluster;

/// <summary>
/// Steps a second of 1, 2 and 4 workers behind two engines, while more steps are due than they can make: steps that wait 200 ms, 64 at once in a worker,
/// and steps that compute for 20 ms, one at once. Of steps that wait the share lost is of what the same workers could do if nothing had to be handed out;
/// of steps that compute, of the processor time that all processes took.
/// </summary>
internal sealed class ClusterGrowthBenchmark : IBenchmark
{
    private const int Engines = 2;
    private const double ComputeMs = 20;
    private static readonly int[] Sizes = [1, 2, 4];

    public string Name => "cluster-growth";

    public string Purpose => "1, 2 and 4 workers with steps that wait and steps that compute: what is lost to handing out";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var compute = $"compute.{BlocksIn(ComputeMs).ToString(CultureInfo.InvariantCulture)}";
        using var servers = SharedServers.Start();
        var engines = await servers.StartAsync(NodeCommand.Engine, Engines);
        var figures = new Figures();
        var rows = new List<Row>();
        await GrowAsync(servers, SharedServers.StandardConcurrency, async workers =>
        {
            var atMost = SharedServers.StandardConcurrency * workers.Length / NodeHandler.Wait.TotalSeconds;
            var waits = await MeasureAsync(settings, engines, workers, SharedServers.StandardConcurrency, "wait");
            waits["shareLost"] = 1 - (waits["stepsPerSecond"] / atMost);
            rows.Add(new Row($"{workers.Length} workers, steps wait 200 ms, at most {atMost:0} a second", waits));
            Tell(figures, "wait", workers.Length, waits);
        });
        await GrowAsync(servers, 1, async workers =>
        {
            var computes = await MeasureAsync(settings, engines, workers, 1, compute);
            computes["shareLost"] = 1 - (computes["stepsPerSecond"] * computes["seconds"] * ComputeMs / 1000 / computes["ourCpuSeconds"]);
            rows.Add(new Row($"{workers.Length} workers, steps compute {ComputeMs} ms", computes));
            Tell(figures, "compute", workers.Length, computes);
        });
        figures["waitGrowth4"] = figures["waitStepsPerSecond4"] / (4 * figures["waitStepsPerSecond1"]);
        return new Report(Name, figures, [Goal.Least("waitGrowth4", 0.95)], rows);
    }

    /// <summary>Measures with more and more workers, and ends them.</summary>
    private static async Task GrowAsync(SharedServers servers, int concurrency, Func<NodeProcess[], Task> measure)
    {
        NodeProcess[] workers = [];
        foreach (var size in Sizes)
        {
            workers = [.. workers, .. await servers.StartAsync(NodeCommand.Worker, size - workers.Length, concurrency)];
            await measure(workers);
        }

        await Task.WhenAll(workers.Select(static w => w.KillAsync()));
    }

    private static void Tell(Figures figures, string what, int size, Figures measured)
    {
        figures[$"{what}StepsPerSecond{size}"] = measured["stepsPerSecond"];
        figures[$"{what}ShareLost{size}"] = measured["shareLost"];
    }

    private static async Task<Figures> MeasureAsync(BenchSettings settings, NodeProcess[] engines, NodeProcess[] workers, int concurrency, string tool)
    {
        var callers = (int)Math.Ceiling(workers.Length * concurrency * 2.0 / Engines);
        var length = Math.Ceiling(settings.WarmUp.TotalSeconds + settings.Length.TotalSeconds);
        var loads = engines.Select(e => e.AskAsync<NodeLoad>(
            "load", callers.ToString(CultureInfo.InvariantCulture), length.ToString(CultureInfo.InvariantCulture), tool)).ToArray();
        await Task.Delay(settings.WarmUp, TimeProvider.System);
        var (machine, processes, before, start) = (CpuMeter.Start(), ProcessTimes.Start(engines, workers), await CountAsync(workers), Stopwatch.GetTimestamp());
        // The end of the load is not measured: there the last runs leave workers idle.
        await Task.Delay(settings.Length - TimeSpan.FromSeconds(0.5), TimeProvider.System);
        var (steps, seconds) = (await CountAsync(workers) - before, Stopwatch.GetElapsedTime(start).TotalSeconds);
        var (ours, busy) = (processes.Stop().Values.Sum(), machine.Stop());
        await Task.WhenAll(loads);
        return new Figures
        {
            ["stepsPerSecond"] = steps / seconds,
            ["ourCpuSeconds"] = ours,
            ["foreignCpuSeconds"] = Math.Max(0, busy["foreignCpuSeconds"] - ours),
            ["seconds"] = seconds,
        };
    }

    private static async Task<long> CountAsync(NodeProcess[] workers)
    {
        var counts = await Task.WhenAll(workers.Select(static w => w.AskAsync<Counted>("count")));
        return counts.Sum(static c => c.Times);
    }

    /// <summary>Blocks of work that take so long on a core that does nothing else: by the best of several tries.</summary>
    private static int BlocksIn(double milliseconds)
    {
        const int Blocks = 2_000;
        NodeHandler.Compute(Blocks);
        var best = Enumerable.Range(0, 10).Min(static _ =>
        {
            var start = Stopwatch.GetTimestamp();
            NodeHandler.Compute(Blocks);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        return (int)(milliseconds * Blocks / best);
    }

    private sealed record Counted(long Times);
}
