using Axle.Bench.Floor;
using Axle.Bench.Measuring;
using Axle.Storage.Postgres;
using Axle.Tests.Support;

namespace Axle.Bench.Workloads;

/// <summary>
/// W1 on PostgreSQL: runs of 10 sequential no-op steps, 100 in flight in one process, every result on the server's disk before the next step starts.
/// The server is on this machine and shares its cores; its raw rate is measured before and after every repetition.
/// </summary>
internal sealed class SharedRunsBenchmark : IBenchmark
{
    private const int StepsPerRun = 10;

    public string Name => "w1-postgres";

    public string Purpose => "W1 with the runs in PostgreSQL on this machine, beside the raw multi-row commit rate of the same server";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var server = PostgresServer.StartDurable();
        if (server.Missing is { } missing)
            throw new InvalidOperationException(missing);
        using var floor = new PostgresFloor($"Host={server.Host};Username=axle;Database=postgres");
        var workflow = BenchWorkflows.Chain(StepsPerRun);
        var rows = new List<Row>();
        await using var bench = BenchEngine.Open(new PostgresOptions(server.CreateDatabase()));
        await ClosedLoop.RunAsync(BenchEngine.InFlight, settings.WarmUp, () => bench.RunAsync(workflow));
        floor.MeasureRowsPerSecond(settings.WarmUp / 4);
        var before = floor.MeasureRowsPerSecond(settings.FloorLength);
        for (var i = 1; i <= settings.Repetitions; i++)
        {
            var load = await ClosedLoop.RunAsync(BenchEngine.InFlight, settings.Length, () => bench.RunAsync(workflow));
            var after = floor.MeasureRowsPerSecond(settings.FloorLength);
            rows.Add(new Row($"repetition {i}, {load.Times} runs", FiguresOf(load, (before + after) / 2)));
            before = after;
        }

        return new Report(
            Name, Figures.MedianOf([.. rows.Select(static r => r.Figures)]), [Goal.Least("stepsPerSecond", 4_000), Goal.Least("ratioToFloor", 0.2)], rows);
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
}
