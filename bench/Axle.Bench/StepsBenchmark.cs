using System.Collections.Immutable;
using System.Diagnostics;
using Axle.Storage.Sqlite;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Bench;

/// <summary>
/// W1 of the peers' benchmarks: runs of 10 sequential no-op steps with results of 100 bytes, 100 runs in flight, every result on disk
/// before the next step starts; beside the raw rate of group commits of the same SQLite on the same disk.
/// </summary>
internal sealed class StepsBenchmark : IBenchmark
{
    private const int InFlight = 100;
    private const int StepsPerRun = 10;
    private const int Repetitions = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    public string Name => "steps";

    public string Purpose => "10-step runs at 100 in flight on SQLite, beside the raw group-commit rate";

    public async Task<Report> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("axle-bench-");
        try
        {
            var engine = await MeasureAsync(folder);
            var raw = RawCommits.Measure(Path.Combine(folder.FullName, "raw.db"), producers: InFlight, Length);
            return new Report(Name, [engine, raw]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Row> MeasureAsync(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, "axle.db");
        await using var store = SqliteRunStore.Open(path);
        var options = new EngineOptions { StepConcurrency = InFlight };
        await using var engine = new WorkflowEngine(store, new PriorityWorkQueue(), new NoOp(), new DefinitionLoader(), TimeProvider.System, options);
        var workflow = Chain();
        await LoadAsync(engine, workflow, WarmUp);
        var repetitions = new List<Load>();
        for (var i = 0; i < Repetitions; i++)
            repetitions.Add(await LoadAsync(engine, workflow, Length));
        var size = new DirectoryInfo(folder.FullName).EnumerateFiles("axle.db*").Sum(static f => f.Length);
        var runs = (await store.ListRunsAsync(RunQuery.Newest with { Limit = 1 }, CancellationToken.None)).Count;
        return new Row("10 steps a run, 100 runs in flight", new Dictionary<string, double>
        {
            ["steps/s"] = Sample.Median(repetitions.Select(static r => r.Runs * StepsPerRun / r.Seconds)),
            ["runs/s"] = Sample.Median(repetitions.Select(static r => r.Runs / r.Seconds)),
            ["p50 ms"] = Sample.Median(repetitions.Select(static r => Sample.Quantile(r.Latencies, 0.5))),
            ["p99 ms"] = Sample.Median(repetitions.Select(static r => Sample.Quantile(r.Latencies, 0.99))),
            ["KB allocated/run"] = Sample.Median(repetitions.Select(static r => r.Allocated / 1024.0 / r.Runs)),
            ["KB on disk/run"] = size / 1024.0 / Math.Max(1, repetitions.Sum(static r => r.Runs) * runs),
        });
    }

    private static async Task<Load> LoadAsync(WorkflowEngine engine, Workflow workflow, TimeSpan length)
    {
        var latencies = new List<double>();
        var allocated = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < length)
            {
                var begun = Stopwatch.GetTimestamp();
                var handle = await engine.StartAsync(new StartRun(workflow));
                if ((await handle.Completion).Status != RunStatus.Completed)
                    throw new InvalidOperationException("A run of the benchmark did not complete.");
                lock (latencies)
                    latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Load(latencies.Count, seconds, [.. latencies], GC.GetTotalAllocatedBytes() - allocated);
    }

    private static Workflow Chain() => new()
    {
        Name = "chain",
        Steps = [.. Enumerable.Range(0, StepsPerRun).Select(static i => new Step
        {
            Key = $"s{i}",
            Action = new ToolAction("noop"),
            DependsOn = i == 0 ? [] : ImmutableArray.Create($"s{i - 1}"),
        })],
    };

    private sealed record Load(int Runs, double Seconds, double[] Latencies, long Allocated);

    private sealed class NoOp : IStepHandler
    {
        private static readonly StepResult Result = new(Payload.FromJson(System.Text.Encoding.UTF8.GetBytes($$"""{"pad":"{{new string('x', 90)}}"}""")));

        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Result);
    }
}
