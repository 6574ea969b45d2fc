using System.Diagnostics;
using Axle.Bench.Floor;
using Axle.Bench.Measuring;
using Axle.Workflows.Definition;

namespace Axle.Bench.Workloads;

/// <summary>W2 of the peers: one run of 1,000 parallel steps and a join, and 20 such runs at once.</summary>
internal sealed class FanOutBenchmark : IBenchmark
{
    private const int Width = 1000;
    private const int AtOnce = 20;

    public string Name => "w2";

    public string Purpose => "one run of 1,000 parallel steps and a join; then 20 such runs at once";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var folder = new ScratchFolder();
        using var floor = new SqliteFloor(folder["floor.db"]);
        await using var bench = BenchEngine.Open(folder["axle.db"]);
        var wide = BenchWorkflows.FanOut(Width);
        // As the peers: only a narrow run comes before, so the first repetition is the first run of its size.
        await bench.RunAsync(BenchWorkflows.FanOut(50));
        var single = new List<Row>();
        for (var i = 1; i <= 3 * settings.Repetitions; i++)
            single.Add(await MeasureAsync(bench, wide, 1, floor, settings, $"one run, repetition {i}"));
        var many = new List<Row>();
        for (var i = 1; i <= settings.Repetitions; i++)
            many.Add(await MeasureAsync(bench, wide, AtOnce, floor, settings, $"{AtOnce} runs at once, repetition {i}"));
        var figures = Figures.MedianOf([.. many.Select(static r => r.Figures)]);
        figures.Insert(1, "oneRunMs", Sample.Median(single.Select(static r => r.Figures["wallMs"])));
        figures.Insert(2, "firstRunMs", single[0].Figures["wallMs"]);
        return new Report(Name, figures, [Goal.Most("oneRunMs", 60), Goal.Most("wallMs", 1000)], [.. single, .. many]);
    }

    private static async Task<Row> MeasureAsync(
        BenchEngine bench, Workflow workflow, int runs, SqliteFloor floor, BenchSettings settings, string what)
    {
        GC.Collect();
        var cpu = CpuMeter.Start();
        var allocated = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, runs).Select(_ => Task.Run(() => bench.RunAsync(workflow))));
        var took = Stopwatch.GetElapsedTime(start);
        var used = cpu.Stop();
        var steps = runs * (Width + 1) / took.TotalSeconds;
        var figures = new Figures
        {
            ["stepsPerSecond"] = steps,
            ["wallMs"] = took.TotalMilliseconds,
            ["allocatedKbPerRun"] = (GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / runs,
        };
        if (runs > 1)
        {
            figures["floorRowsPerSecond"] = floor.MeasureRowsPerSecond(settings.FloorLength / 2);
            figures["ratioToFloor"] = steps / figures["floorRowsPerSecond"];
        }

        foreach (var (name, value) in used)
            figures[name] = value;
        return new Row(what, figures);
    }
}
