using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>The engine with real threads on a real file: what a simulation on one thread cannot show.</summary>
public sealed class EngineOnSqliteTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-engine-");
    private readonly Gate _handler = new();
    private readonly SqliteRunStore _store;

    public EngineOnSqliteTests() => _store = SqliteRunStore.Open(Path.Combine(_folder.FullName, "axle.db"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_signal_to_a_run_of_this_process_is_durable_when_it_returns()
    {
        await using var engine = Engine();
        for (var i = 0; i < 20; i++)
        {
            var handle = await engine.StartAsync(new StartRun(Chain(2)), Cancellation);
            var (row, applied) = await engine.SignalAsync(handle.Id, RunSignals.Cancel, cancellationToken: Cancellation);
            applied.ShouldBeTrue();
            row.Status.ShouldBe(RunStatus.Cancelled);
            (await handle.Completion.WaitAsync(Cancellation)).Status.ShouldBe(RunStatus.Cancelled);
        }
    }

    [Fact]
    public async Task Many_resumes_at_once_in_one_process_are_one()
    {
        var run = new RunId("run-crowd");
        await using (var first = Engine())
            await first.StartAsync(new StartRun(Chain(3)) { Id = run }, Cancellation);
        await using var engine = Engine();
        var handles = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => engine.ResumeAsync(run), Cancellation)));
        _handler.Open();
        var outcomes = await Task.WhenAll(handles.Select(static h => h.Completion)).WaitAsync(Cancellation);
        outcomes.ShouldAllBe(static o => o.Status == RunStatus.Completed);
        (await _store.ReadEventsAsync(run, 0, Cancellation)).Count(static e => e.Event is RunRecovered).ShouldBe(1);
    }

    [Fact(Timeout = 300_000)]
    public async Task Signals_and_resumes_from_all_sides_leave_every_run_with_an_end()
    {
        _handler.Open();
        await using var engine = Engine();
        for (var i = 0; i < 30; i++)
        {
            var run = new RunId($"run-{i}");
            var start = engine.StartAsync(new StartRun(Chain(10)) { Id = run }, Cancellation);
            while (await _store.FindRunAsync(run, Cancellation) is null && !start.IsFaulted)
                await Task.Yield();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(
                () => engine.SignalAsync(run, n % 2 == 0 ? RunSignals.Pause : RunSignals.Checkpoint, """{"name":"x"}"""), Cancellation)));
            (await (await start).Completion.WaitAsync(Cancellation)).Status.ShouldBeOneOf(RunStatus.Paused, RunStatus.Completed);
            if ((await _store.FindRunAsync(run, Cancellation))!.Status == RunStatus.Paused)
            {
                var resumed = await engine.ResumeAsync(run, cancellationToken: Cancellation);
                (await resumed.Completion.WaitAsync(Cancellation)).Status.ShouldBe(RunStatus.Completed);
            }
        }
    }

    [Fact(Timeout = 300_000)]
    public async Task A_resume_signal_to_a_run_that_nobody_executes_has_it_executed()
    {
        await using var engine = Engine();
        var handle = await engine.StartAsync(new StartRun(Chain(2)), Cancellation);
        await engine.SignalAsync(handle.Id, RunSignals.Pause, cancellationToken: Cancellation);
        _handler.Open();
        await handle.Completion.WaitAsync(Cancellation);
        (await engine.SignalAsync(handle.Id, RunSignals.Resume, cancellationToken: Cancellation)).Applied.ShouldBeTrue();
        while ((await _store.FindRunAsync(handle.Id, Cancellation))!.Status != RunStatus.Completed)
            await Task.Yield();
    }

    [Fact]
    public async Task An_engine_that_stops_while_its_runs_write_leaves_them_to_the_next()
    {
        _handler.Open();
        for (var round = 0; round < 10; round++)
        {
            var engine = Engine();
            var handles = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => engine.StartAsync(new StartRun(Chain(5)), Cancellation)));
            await handles[0].Completion.WaitAsync(Cancellation);
            await engine.DisposeAsync();
            foreach (var handle in handles)
                await Task.WhenAny(handle.Completion).WaitAsync(TimeSpan.FromMinutes(5), Cancellation);
            await Should.ThrowAsync<ObjectDisposedException>(() => engine.StartAsync(new StartRun(Chain(1)), Cancellation));
        }

        await using var last = Engine();
        var left = await _store.ListRunsAsync(new RunQuery([RunStatus.Executing], Limit: 1000), Cancellation);
        foreach (var row in left)
            (await (await last.ResumeAsync(row.Run, cancellationToken: Cancellation)).Completion.WaitAsync(Cancellation)).Status.ShouldBe(RunStatus.Completed);
    }

    private WorkflowEngine Engine() => new(_store, new PriorityWorkQueue(), _handler, new DefinitionLoader(), TimeProvider.System);

    private static Workflow Chain(int steps) => new()
    {
        Name = "chain",
        Steps = [.. Enumerable.Range(0, steps).Select(static i => new Step
        {
            Key = $"s{i}",
            Action = new ToolAction("pass"),
            DependsOn = i == 0 ? [] : ImmutableArray.Create($"s{i - 1}"),
        })],
    };

    /// <summary>Holds every step back until it is opened.</summary>
    private sealed class Gate : IStepHandler
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _open.TrySetResult();

        public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            await _open.Task.WaitAsync(cancellationToken);
            return new StepResult(Payload.EmptyObject);
        }
    }
}
