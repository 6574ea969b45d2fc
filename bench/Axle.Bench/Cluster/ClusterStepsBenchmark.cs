using System.Globalization;
using Axle.Bench.Floor;
using Axle.Bench.Measuring;
using Axle.Bench.Workloads;

namespace Axle.Bench.Cluster;

/// <summary>
/// W1 over processes: two engines, each with 50 runs of 10 sequential no-op steps in flight, and two workers that make the steps; every result is on the
/// disk of PostgreSQL before the next step starts. The raw rate of the same PostgreSQL, and DBOS on it, take turns with it.
/// </summary>
internal sealed class ClusterStepsBenchmark : IBenchmark
{
    private const int InFlight = 100;
    private const int Engines = 2;
    private const int Workers = 2;

    public string Name => "cluster-steps";

    public string Purpose => "W1 with 2 engines and 2 workers over PostgreSQL and RabbitMQ, beside raw commits and DBOS (AXLE_BENCH_DBOS)";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var servers = SharedServers.Start();
        using var floor = new PostgresFloor($"Host={servers.Database.Host};Username=axle;Database=postgres");
        var engines = await servers.StartAsync(NodeCommand.Engine, Engines);
        var workers = await servers.StartAsync(NodeCommand.Worker, Workers);
        using var dbos = await StartDbosAsync(servers);
        // Each process has the runtime compile anew what runs hot.
        await LoadAsync(engines, InFlight / Engines, 2 * settings.WarmUp);
        if (dbos is not null)
            await LoadAsync([dbos], InFlight, settings.WarmUp);
        floor.MeasureRowsPerSecond(settings.WarmUp / 4);
        var rows = new List<Row>();
        for (var i = 1; i <= settings.Repetitions; i++)
        {
            var raw = floor.MeasureRowsPerSecond(settings.FloorLength);
            var (axle, cpu) = await MeasuredAsync(engines, workers, settings.Length);
            raw = (raw + floor.MeasureRowsPerSecond(settings.FloorLength)) / 2;
            var peer = dbos is null ? null : await LoadAsync([dbos], InFlight, settings.Length);
            rows.Add(new Row($"repetition {i}, {axle.Times} runs", FiguresOf(axle, cpu, raw, peer)));
        }

        return new Report(
            Name, Figures.MedianOf([.. rows.Select(static r => r.Figures)]),
            [Goal.Least("stepsPerSecond", 4_000), .. dbos is null ? Array.Empty<Goal>() : [Goal.Least("timesDbos", 4)]], rows);
    }

    /// <summary>Runs of several nodes at once, as one.</summary>
    private static async Task<NodeLoad> LoadAsync(NodeProcess[] nodes, int callers, TimeSpan length, string tool = "noop")
    {
        var loads = await Task.WhenAll(nodes.Select(n => n.AskAsync<NodeLoad>("load", Text(callers), Text(Math.Ceiling(length.TotalSeconds)), tool)));
        return new NodeLoad(loads.Sum(static l => l.Times), loads.Max(static l => l.Seconds), [.. loads.SelectMany(static l => l.LatenciesMs)]);
    }

    private static async Task<(NodeLoad Load, Figures Cpu)> MeasuredAsync(NodeProcess[] engines, NodeProcess[] workers, TimeSpan length)
    {
        var (machine, processes) = (CpuMeter.Start(), ProcessTimes.Start(engines, workers));
        var load = await LoadAsync(engines, InFlight / Engines, length);
        var cpu = processes.Stop();
        var own = cpu.Values.Sum();
        var meter = machine.Stop();
        foreach (var name in cpu.Keys.ToArray())
            cpu[name.Replace("CpuSeconds", "CpuUsPerStep", StringComparison.Ordinal)] = cpu[name] * 1_000_000 / (load.Times * NodeLoad.StepsPerRun);
        cpu["foreignCpuSeconds"] = Math.Max(0, meter["foreignCpuSeconds"] - own);
        cpu["stolenCpuSeconds"] = meter["stolenCpuSeconds"];
        return (load, cpu);
    }

    private static Figures FiguresOf(NodeLoad axle, Figures cpu, double raw, NodeLoad? peer)
    {
        var figures = new Figures
        {
            ["stepsPerSecond"] = axle.StepsPerSecond,
            ["p50Ms"] = Sample.Quantile(axle.LatenciesMs, 0.5),
            ["p99Ms"] = Sample.Quantile(axle.LatenciesMs, 0.99),
            ["floorRowsPerSecond"] = raw,
            ["ratioToFloor"] = axle.StepsPerSecond / raw,
        };
        if (peer is not null)
        {
            figures["dbosStepsPerSecond"] = peer.StepsPerSecond;
            figures["dbosP50Ms"] = Sample.Quantile(peer.LatenciesMs, 0.5);
            figures["timesDbos"] = axle.StepsPerSecond / peer.StepsPerSecond;
        }

        foreach (var (name, value) in cpu)
            figures[name] = value;
        return figures;
    }

    /// <summary>Node.js reads no address without a host, and its driver goes by the one behind the question mark.</summary>
    private static async Task<NodeProcess?> StartDbosAsync(SharedServers servers) =>
        Environment.GetEnvironmentVariable("AXLE_BENCH_DBOS") is { Length: > 0 } script
            ? await NodeProcess.StartAsync(["node", script, servers.Database.CreateDatabase().Replace("@/", "@localhost/", StringComparison.Ordinal)])
            : null;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
