using System.Collections.Immutable;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Postgres.Tests;

/// <summary>The engine on a database whose connections are cut at any moment.</summary>
public sealed class LostConnectionTests : IAsyncDisposable
{
    private const string Cut =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    private const string Recorded = "SELECT count(*) FROM axle.events";
    private const int EnoughCuts = 6;
    private readonly TestDatabase _database = new();
    private int _cuts;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task Runs_complete_and_nothing_is_recorded_twice_when_all_connections_are_cut_again_and_again()
    {
        var store = _database.Open(static o => o with { Writers = 2 });
        await using var engine = new WorkflowEngine(
            store, new PriorityWorkQueue(), new ScriptedHandler(), new DefinitionLoader(), TimeProvider.System,
            new EngineOptions { TakeUp = true, TakeUpEvery = TimeSpan.FromMilliseconds(100) });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var cutting = CutAsync(enough.Token);
        var ended = new List<RunId>();
        for (var round = 0; round < 10 || Volatile.Read(ref _cuts) < EnoughCuts; round++)
        {
            var handles = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => engine.StartAsync(new StartRun(Chain(8)), Cancellation)));
            foreach (var handle in handles)
                ended.Add(handle.Id);
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while ((await store.ListRunsAsync(new RunQuery([RunStatus.Executing, RunStatus.Idle]), Cancellation)).Count > 0)
            await timer.WaitForNextTickAsync(Cancellation);
        await enough.CancelAsync();
        await cutting;
        foreach (var run in ended)
            await CheckAsync(store, run);
    }

    [Fact]
    public async Task A_database_that_stays_away_is_told_of()
    {
        var store = _database.Open(static o => o with { LargestPool = 2, Patience = TimeSpan.Zero });
        await store.ListRunsAsync(RunQuery.Newest, Cancellation);
        await _database.RunAsync(Cut);
        var told = await Should.ThrowAsync<AxleException>(async () =>
        {
            await store.ListRunsAsync(RunQuery.Newest, Cancellation);
            await store.ListRunsAsync(RunQuery.Newest, Cancellation);
        });
        told.Error.Kind.ShouldBe(ErrorKind.Network);
        told.Message.ShouldNotContain("Password");
        await store.ListRunsAsync(RunQuery.Newest, Cancellation);
    }

    private static async Task CheckAsync(PostgresRunStore store, RunId run)
    {
        (await store.FindRunAsync(run, Cancellation))!.Status.ShouldBe(RunStatus.Completed);
        var events = await store.ReadEventsAsync(run, 0, Cancellation);
        events.Select(static (e, i) => e.Seq == i + 1).ShouldAllBe(static r => r);
        events.Select(static e => e.Event).OfType<StepCompleted>().Select(static c => c.Path).ShouldBeUnique();
        events.Count(static e => e.Event is StepCompleted).ShouldBe(8);
    }

    /// <summary>Between two cuts something is recorded: on a machine that is too slow for that nothing would ever be.</summary>
    private async Task CutAsync(CancellationToken stop)
    {
        var before = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var recorded = (long)(await _database.RunAsync(Recorded))!;
                if (recorded < before + 100)
                    continue;
                await _database.RunAsync(Cut);
                before = recorded;
                Interlocked.Increment(ref _cuts);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

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
}
