using System.Diagnostics;
using System.Globalization;
using Axle.Bench.Measuring;
using Axle.Bench.Workloads;

namespace Axle.Bench.Cluster;

/// <summary>
/// Steps a second of 1, 2 and 4 workers behind two engines, while more steps are due than they can make: steps that wait 200 ms, 64 at once in a worker,
/// and steps that compute for 20 ms, one at once. What the same workers could do if nothing had to be handed out is what the share lost is of.
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
        var figures = new Figures();
        var rows = new List<Row>();
        foreach (var size in Sizes)
        {
            var waiting = SharedServers.StandardConcurrency * size;
            var waits = await MeasureAsync(settings, size, SharedServers.StandardConcurrency, "wait", waiting / NodeHandler.Wait.TotalSeconds);
            rows.Add(new Row($"{size} workers, steps wait 200 ms", waits));
            var cores = Math.Min(size, Environment.ProcessorCount);
            var computes = await MeasureAsync(settings, size, 1, compute, cores * 1000 / ComputeMs);
            rows.Add(new Row($"{size} workers, steps compute {ComputeMs} ms on {cores} cores", computes));
            figures[$"waitStepsPerSecond{size}"] = waits["stepsPerSecond"];
            figures[$"waitShareLost{size}"] = waits["shareLost"];
            figures[$"computeStepsPerSecond{size}"] = computes["stepsPerSecond"];
            figures[$"computeShareLost{size}"] = computes["shareLost"];
        }

        figures["waitGrowth4"] = figures["waitStepsPerSecond4"] / (4 * figures["waitStepsPerSecond1"]);
        return new Report(Name, figures, [Goal.Least("waitGrowth4", 0.95)], rows);
    }

    private static async Task<Figures> MeasureAsync(BenchSettings settings, int size, int concurrency, string tool, double atMost)
    {
        using var servers = SharedServers.Start();
        var engines = await servers.StartAsync(NodeCommand.Engine, Engines);
        var workers = await servers.StartAsync(NodeCommand.Worker, size, concurrency);
        var callers = (int)Math.Ceiling(size * concurrency * 2.0 / Engines);
        var length = Math.Ceiling(settings.WarmUp.TotalSeconds + settings.Length.TotalSeconds);
        var loads = engines.Select(e => e.AskAsync<NodeLoad>(
            "load", callers.ToString(CultureInfo.InvariantCulture), length.ToString(CultureInfo.InvariantCulture), tool)).ToArray();
        await Task.Delay(settings.WarmUp, TimeProvider.System);
        var (cpu, before, start) = (CpuMeter.Start(), await CountAsync(workers), Stopwatch.GetTimestamp());
        // The end of the load is not measured: there the last runs leave workers idle.
        await Task.Delay(settings.Length - TimeSpan.FromSeconds(0.5), TimeProvider.System);
        var (steps, seconds) = (await CountAsync(workers) - before, Stopwatch.GetElapsedTime(start).TotalSeconds);
        var busy = cpu.Stop();
        await Task.WhenAll(loads);
        return new Figures
        {
            ["stepsPerSecond"] = steps / seconds,
            ["atMostPerSecond"] = atMost,
            ["shareLost"] = 1 - steps / seconds / atMost,
            ["busyCpuSeconds"] = busy["ownCpuSeconds"] + busy["foreignCpuSeconds"],
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
