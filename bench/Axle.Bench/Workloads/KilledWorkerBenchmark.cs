using System.Diagnostics;
using Axle.Bench.Crashes;
using Axle.Bench.Measuring;
using Axle.Storage.Sqlite;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Bench.Workloads;

/// <summary>
/// W5 of the peers: a worker with 1,000 runs of 10 steps in flight is killed with SIGKILL when 40 % of all steps have executed, and started
/// again; time until its first step, and until the store says that every acknowledged run is finished.
/// </summary>
internal sealed class KilledWorkerBenchmark : IBenchmark
{
    private const int Runs = 1000;
    private const int StepsPerRun = 10;
    private const double ShareBeforeTheKill = 0.4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly RunQuery Unfinished = new([RunStatus.Idle, RunStatus.Executing], Limit: 1);

    public string Name => "w5";

    public string Purpose => "kill -9 with 1,000 runs in flight: time to the first step after the restart, and to the end of all runs";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var rows = new List<Row>();
        for (var i = 1; i <= settings.Repetitions; i++)
        {
            using var folder = new ScratchFolder();
            rows.Add(new Row($"kill {i}", await MeasureAsync(new CrashFiles(folder[""]))));
        }

        var figures = Figures.MedianOf([.. rows.Select(static r => r.Figures)]);
        return new Report(
            Name, figures,
            [Goal.Most("firstStepMs", 300), Goal.Most("allRecoveredMs", 2000), Goal.Most("twicePerInFlight", 1), Goal.Most("lostRuns", 0)],
            rows);
    }

    private static async Task<Figures> MeasureAsync(CrashFiles files)
    {
        await KillHalfWayAsync(files);
        var acknowledged = LineLog.Count(files.Acknowledged);
        var before = LineLog.Read(files.Steps);
        var inFlight = acknowledged - before.Where(static l => l.EndsWith($"s{StepsPerRun - 1}", StringComparison.Ordinal)).Distinct().Count();
        var cpu = CpuMeter.Start();
        var start = Stopwatch.GetTimestamp();
        using var heir = Worker.Start("recover", files, Runs);
        try
        {
            await UntilAsync(heir, "executed a step", () => Task.FromResult(LineLog.Count(files.Steps) > before.Length));
            var first = Stopwatch.GetElapsedTime(start);
            // Only now: the first to open the file after the kill has work to do, and that is the worker's.
            await using var store = SqliteRunStore.Open(files.Database);
            await UntilAsync(heir, "finished all runs", async () => (await store.ListRunsAsync(Unfinished, CancellationToken.None)).Count == 0);
            var all = Stopwatch.GetElapsedTime(start);
            var completed = (await store.ListRunsAsync(new RunQuery([RunStatus.Completed], Limit: Runs), CancellationToken.None)).Count;
            heir.Kill();
            await heir.WaitForExitAsync();
            return FiguresOf(files, before.Length, inFlight, acknowledged - completed, first, all, cpu.Stop());
        }
        finally
        {
            heir.Kill();
        }
    }

    private static Figures FiguresOf(CrashFiles files, int before, int inFlight, int lost, TimeSpan first, TimeSpan all, Figures cpu)
    {
        var steps = LineLog.Read(files.Steps);
        var distinct = steps.Distinct().Count();
        var figures = new Figures
        {
            ["stepsPerSecond"] = (steps.Length - before) / all.TotalSeconds,
            ["firstStepMs"] = first.TotalMilliseconds,
            ["allRecoveredMs"] = all.TotalMilliseconds,
            ["runsInFlight"] = inFlight,
            ["stepsBeforeTheKill"] = before,
            ["stepsTwice"] = steps.Length - distinct,
            ["twicePerInFlight"] = (steps.Length - distinct) / (double)Math.Max(1, inFlight),
            ["lostRuns"] = lost,
            ["missingSteps"] = LineLog.Count(files.Acknowledged) * StepsPerRun - distinct,
        };
        foreach (var (name, value) in cpu)
            figures[name] = value;
        return figures;
    }

    private static async Task KillHalfWayAsync(CrashFiles files)
    {
        using var victim = Worker.Start("start", files, Runs);
        try
        {
            const int Steps = (int)(Runs * StepsPerRun * ShareBeforeTheKill);
            await UntilAsync(
                victim, "executed 40 % of its steps",
                () => Task.FromResult(LineLog.Count(files.Steps) >= Steps && LineLog.Count(files.Acknowledged) >= Runs));
        }
        finally
        {
            victim.Kill();
        }

        await victim.WaitForExitAsync();
    }

    private static async Task UntilAsync(Process worker, string what, Func<Task<bool>> isReached)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await isReached())
        {
            if (worker.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
                throw new InvalidOperationException($"The worker has not {what}{(worker.HasExited ? $"; it ended with {worker.ExitCode}" : $" in {Patience}")}.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
