using System.Diagnostics;
using Axle.Bench.Floor;
using Axle.Bench.Measuring;

namespace Axle.Bench.Workloads;

/// <summary>
/// W3 of the peers: one run at a time, 10 steps; the latency of a step is that of its run / 10, the run's start and end included. Commits
/// of one row each are measured in turns with the runs.
/// </summary>
internal sealed class SingleRunBenchmark : IBenchmark
{
    private const int StepsPerRun = 10;
    private const int Runs = 200;
    private const int RunsAtATime = 10;

    public string Name => "w3";

    public string Purpose => "one run of 10 steps at a time: latency of a step, beside a raw commit of one row";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var folder = new ScratchFolder();
        using var floor = new SqliteFloor(folder["floor.db"]);
        await using var bench = BenchEngine.Open(folder["axle.db"]);
        var workflow = BenchWorkflows.Chain(StepsPerRun);
        await ClosedLoop.RunAsync(1, settings.WarmUp, () => bench.RunAsync(workflow));
        floor.MeasureCommits(500);
        var rows = new List<Row>();
        for (var i = 1; i <= settings.Repetitions; i++)
            rows.Add(new Row($"repetition {i}, {Runs} runs", await MeasureAsync(() => bench.RunAsync(workflow), floor)));
        return new Report(Name, Figures.MedianOf([.. rows.Select(static r => r.Figures)]), [Goal.Most("ratioToFloor", 1.5)], rows);
    }

    private static async Task<Figures> MeasureAsync(Func<Task> run, SqliteFloor floor)
    {
        var (runs, commits) = (new List<double>(), new List<double>());
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = CpuMeter.Start();
        while (runs.Count < Runs)
        {
            for (var i = 0; i < RunsAtATime; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await run();
                runs.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            commits.AddRange(floor.MeasureCommits(RunsAtATime * StepsPerRun));
        }

        double[] steps = [.. runs.Select(static r => r / StepsPerRun)], raw = [.. commits];
        var figures = new Figures
        {
            ["stepsPerSecond"] = 1000 * Runs * StepsPerRun / runs.Sum(),
            ["p50Ms"] = Sample.Quantile(steps, 0.5),
            ["p99Ms"] = Sample.Quantile(steps, 0.99),
            ["floorCommitP50Ms"] = Sample.Quantile(raw, 0.5),
            ["floorCommitP99Ms"] = Sample.Quantile(raw, 0.99),
            ["ratioToFloor"] = Sample.Quantile(steps, 0.5) / Sample.Quantile(raw, 0.5),
            ["allocatedKbPerRun"] = (GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / Runs,
        };
        foreach (var (name, value) in cpu.Stop())
            figures[name] = value;
        return figures;
    }
}
