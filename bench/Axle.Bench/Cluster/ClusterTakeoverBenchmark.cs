using Axle.Bench.Measuring;
using Axle.Bench.Workloads;

namespace Axle.Bench.Cluster;

/// <summary>
/// Workers and engines are killed with SIGKILL, one at a time, while 40 runs have a step of two seconds under way: how long until each step that a worker
/// had is made again, and until each run that an engine had goes on and has its step made again. All settings are the standard ones.
/// </summary>
internal sealed class ClusterTakeoverBenchmark : IBenchmark
{
    private const int Kills = 50;
    private const int KillsWhenShort = 10;
    private const double GoalMs = 2_000;

    public string Name => "cluster-takeover";

    public string Purpose => "50 workers and 50 engines are killed: how long until their steps and runs go on";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var kills = settings.Length < BenchSettings.Default.Length / 4 ? KillsWhenShort : Kills;
        await using var drill = await TakeoverDrill.StartAsync();
        var rows = new List<Row>();
        var (steps, goOn, again) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 1; i <= kills; i++)
        {
            var times = await drill.KillWorkerAsync();
            steps.AddRange(times);
            rows.Add(new Row($"worker {i}", new Figures { ["steps"] = times.Count, ["lastMs"] = times.Max() }));
        }

        for (var i = 1; i <= kills; i++)
        {
            var times = await drill.KillEngineAsync();
            goOn.AddRange(times.Select(static t => t.GoOnMs));
            again.AddRange(times.Select(static t => t.AgainMs));
            rows.Add(new Row($"engine {i}", new Figures { ["runs"] = times.Count, ["lastMs"] = times.Max(static t => t.AgainMs) }));
        }

        var figures = new Figures();
        Tell(figures, "workerStep", steps);
        Tell(figures, "engineRun", goOn);
        Tell(figures, "engineStep", again);
        return new Report(Name, figures, [Goal.Most("workerStepP99Ms", GoalMs), Goal.Most("engineRunP99Ms", GoalMs)], rows);
    }

    private static void Tell(Figures figures, string what, List<double> times)
    {
        double[] sorted = [.. times];
        figures[$"{what}s"] = sorted.Length;
        figures[$"{what}P50Ms"] = Sample.Quantile(sorted, 0.5);
        figures[$"{what}P99Ms"] = Sample.Quantile(sorted, 0.99);
        figures[$"{what}MostMs"] = sorted[^1];
    }
}
