using System.Diagnostics;
using Axle.Bench.Floor;
using Axle.Bench.Measuring;
using Axle.Storage.Sqlite;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Bench.Workloads;

/// <summary>
/// What a checkpoint and a resume cost on SQLite: from the signal to the checkpoint on disk, and from asking for a run that stopped half
/// way to its next step in a handler's hands; beside a commit of one row to the same disk, which both contain.
/// </summary>
internal sealed class ResumeBenchmark : IBenchmark
{
    private const int Repetitions = 10;
    private const int Checkpoints = 50;

    public string Name => "resume";

    public string Purpose => "naming a checkpoint, and resuming runs of 10, 100 and 1,000 steps half way, on SQLite";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var folder = new ScratchFolder();
        var rows = new List<Row> { OneCommit(folder["raw.db"]) };
        foreach (var steps in (int[])[10, 100, 1000])
            rows.Add(await MeasureAsync(folder[$"{steps}.db"], steps));
        return new Report(Name, rows);
    }

    private static async Task<Row> MeasureAsync(string path, int steps)
    {
        var workflow = BenchWorkflows.Chain(steps);
        var resumes = new List<double>();
        var checkpoints = new List<double>();
        await using (var store = SqliteRunStore.Open(path))
        {
            // The first two warm up.
            for (var i = 0; i < Repetitions + 2; i++)
            {
                var run = await StopHalfWayAsync(store, workflow, steps / 2);
                var (resumed, named) = await ResumeAsync(store, run, i == 0 ? Checkpoints : 1);
                if (i < 2)
                    continue;
                resumes.Add(resumed);
                checkpoints.AddRange(named);
            }
        }

        var size = new FileInfo(path).Length;
        return new Row(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{steps} steps, stopped half way"), new Figures
        {
            ["resume ms p50"] = Sample.Quantile([.. resumes], 0.5),
            ["resume ms p99"] = Sample.Quantile([.. resumes], 0.99),
            ["checkpoint ms p50"] = Sample.Quantile([.. checkpoints], 0.5),
            ["checkpoint ms p99"] = Sample.Quantile([.. checkpoints], 0.99),
            ["KB on disk/run"] = size / 1024.0 / (Repetitions + 2),
        });
    }

    private static async Task<RunId> StopHalfWayAsync(SqliteRunStore store, Workflow workflow, int after)
    {
        var handler = new Stopping(after);
        await using var engine = Engine(store, handler);
        var handle = await engine.StartAsync(new StartRun(workflow));
        await handler.Stopped;
        return handle.Id;
    }

    private static async Task<(double Resume, List<double> Checkpoints)> ResumeAsync(SqliteRunStore store, RunId run, int checkpoints)
    {
        var handler = new Stopping(0);
        await using var engine = Engine(store, handler);
        var start = Stopwatch.GetTimestamp();
        await engine.ResumeAsync(run);
        await handler.Stopped;
        var resumed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var named = new List<double>();
        for (var i = 0; i < checkpoints; i++)
        {
            start = Stopwatch.GetTimestamp();
            if (!(await engine.SignalAsync(run, RunSignals.Checkpoint, """{"name":"here"}""")).Applied)
                throw new InvalidOperationException("A checkpoint of the benchmark was not made.");
            named.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (resumed, named);
    }

    /// <summary>The floor: one row, one flush.</summary>
    private static Row OneCommit(string path)
    {
        using var floor = new SqliteFloor(path);
        var commits = floor.MeasureCommits(200);
        return new Row("raw SQLite, one row a commit", new Figures
        {
            ["commit ms p50"] = Sample.Quantile(commits, 0.5),
            ["commit ms p99"] = Sample.Quantile(commits, 0.99),
        });
    }

    private static WorkflowEngine Engine(SqliteRunStore store, IStepHandler handler) =>
        new(store, new PriorityWorkQueue(), handler, new DefinitionLoader(), TimeProvider.System);

    /// <summary>Does so many steps, and keeps the next one until it is cancelled.</summary>
    private sealed class Stopping(int after) : IStepHandler
    {
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _done;

        public Task Stopped => _stopped.Task;

        public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _done) > after)
            {
                _stopped.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return NoOpHandler.Result;
        }
    }
}
