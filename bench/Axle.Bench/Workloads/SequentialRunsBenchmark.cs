using Axle.Bench.Floor;
using Axle.Bench.Measuring;

namespace Axle.Bench.Workloads;

/// <summary>
/// W1 of the peers: runs of 10 sequential no-op steps, 100 runs in flight, every result on disk before the next step starts. The raw rate
/// of the same SQLite is measured before and after every repetition.
/// </summary>
internal sealed class SequentialRunsBenchmark : IBenchmark
{
    private const int StepsPerRun = 10;

    public string Name => "w1";

    public string Purpose => "runs of 10 steps, 100 in flight: durable steps a second, beside the raw group-commit rate";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var folder = new ScratchFolder();
        using var floor = new SqliteFloor(folder["floor.db"]);
        var workflow = BenchWorkflows.Chain(StepsPerRun);
        var rows = new List<Row>();
        var total = 0;
        await using (var bench = BenchEngine.Open(folder["axle.db"]))
        {
            await ClosedLoop.RunAsync(BenchEngine.InFlight, settings.WarmUp, CountedAsync);
            floor.MeasureRowsPerSecond(settings.WarmUp / 4);
            var before = floor.MeasureRowsPerSecond(settings.FloorLength);
            for (var i = 1; i <= settings.Repetitions; i++)
            {
                var load = await ClosedLoop.RunAsync(BenchEngine.InFlight, settings.Length, CountedAsync);
                var after = floor.MeasureRowsPerSecond(settings.FloorLength);
                rows.Add(new Row($"repetition {i}, {load.Times} runs", FiguresOf(load, (before + after) / 2)));
                before = after;
            }

            Task CountedAsync()
            {
                Interlocked.Increment(ref total);
                return bench.RunAsync(workflow);
            }
        }

        // The store is closed, so the log is in the file.
        var figures = Figures.MedianOf([.. rows.Select(static r => r.Figures)]);
        figures["diskKbPerRun"] = folder.SizeOf("axle.db") / 1024.0 / total;
        return new Report(Name, figures, Goals(), rows);
    }

    private static Figures FiguresOf(Load load, double floor)
    {
        var steps = load.PerSecond * StepsPerRun;
        var figures = new Figures
        {
            ["stepsPerSecond"] = steps,
            ["runsPerSecond"] = load.PerSecond,
            ["p50Ms"] = load.P50Ms,
            ["p99Ms"] = load.P99Ms,
            ["allocatedKbPerRun"] = load.AllocatedBytes / 1024.0 / load.Times,
            ["cpuMsPerRun"] = load.Cpu["ownCpuSeconds"] * 1000 / load.Times,
            ["floorRowsPerSecond"] = floor,
            ["ratioToFloor"] = steps / floor,
        };
        foreach (var (name, value) in load.Cpu)
            figures[name] = value;
        return figures;
    }

    private static IReadOnlyList<Goal> Goals() =>
    [
        Goal.Least("stepsPerSecond", 30_000), Goal.Least("ratioToFloor", 0.4), Goal.Most("p99Ms", 60),
        Goal.Most("allocatedKbPerRun", 20), Goal.Most("diskKbPerRun", 4),
    ];
}
