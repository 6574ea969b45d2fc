using System.Collections.Immutable;
using Axle.Queue.RabbitMq.Engines;
using Axle.Queue.RabbitMq.Workers;
using Axle.Storage.Postgres;
using Axle.Storage.Sqlite;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Remote;
using Axle.Workflows.Runs;

namespace Axle.Queue.RabbitMq.Tests.Differential;

/// <summary>The same random runs in memory, on SQLite, and on PostgreSQL with two engines and two workers around a broker: the same results.</summary>
public sealed class DifferentialTests : IAsyncDisposable
{
    private const int Seeds = 24;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-differential-");
    private readonly List<IAsyncDisposable> _open = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
            await open.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact(Timeout = 600_000)]
    public async Task Three_ways_of_executing_a_run_have_one_result()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        Assert.SkipWhen(RabbitServer.Shared.Missing is not null, RabbitServer.Shared.Missing ?? "");
        var many = OpenMany();
        WorkflowEngine[] ways = [OpenOne(new MemoryRunStore(new MemoryDisk(), "memory")), OpenOne(SqliteRunStore.Open(Path.Combine(_folder.FullName, "axle.db"))), many];
        var results = await Task.WhenAll(ways.Select(ExecuteAllAsync));
        for (var seed = 0; seed < Seeds; seed++)
        {
            results[1][seed].ShouldBe(results[0][seed], $"SQLite, seed {seed}:\n{new RandomRun(seed).Make()}");
            results[2][seed].ShouldBe(results[0][seed], $"PostgreSQL and RabbitMQ, seed {seed}:\n{new RandomRun(seed).Make()}");
        }

        results[0].Count(static r => r.StartsWith("Completed", StringComparison.Ordinal)).ShouldBeInRange(3, Seeds - 3);
    }

    private static async Task<string[]> ExecuteAllAsync(WorkflowEngine engine)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var reading = WorkflowReader.Read(new RandomRun(seed).Make(), $"random-{seed}.yaml");
            reading.Faults.ShouldBeEmpty();
            var facts = ImmutableDictionary<string, string>.Empty.Add("seed", $"{seed}");
            await engine.StartAsync(new StartRun(reading.Workflow!) { Id = IdOf(seed), Attributes = facts }, Cancellation);
        }

        var results = new string[Seeds];
        for (var seed = 0; seed < Seeds; seed++)
            results[seed] = Tell(await EndAsync(engine, IdOf(seed)));
        return results;
    }

    private static RunId IdOf(int seed) => new($"run-{seed}");

    private static async Task<RunState> EndAsync(WorkflowEngine engine, RunId id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var state = await engine.Reader.StateAsync(id, null, Cancellation);
            if (state.Status.IsEnded())
                return state;
            await timer.WaitForNextTickAsync(Cancellation);
        }
    }

    private static string Tell(RunState state) => string.Join(
        '\n',
        [
            $"{state.Status} {state.Error?.Message} {state.Outputs?.Hash} {state.Spent}",
            .. state.Records.OrderBy(static s => s.Path, StringComparer.Ordinal).Select(static s =>
                $"{s.Path} {s.Status} {s.Attempts} {s.Output} {s.Error?.Message} {s.SkipReason} {string.Join(';', s.Decisions.Select(static d => d.Summary))}"),
        ]);

    private WorkflowEngine OpenOne(IRunStore store)
    {
        if (store is IAsyncDisposable disposable)
            _open.Add(disposable);
        var engine = new WorkflowEngine(store, new PriorityWorkQueue(), new TellingHandler(), new DefinitionLoader(), TimeProvider.System);
        _open.Add(engine);
        return engine;
    }

    /// <summary>Two engines and two workers, each with a store of its own on one database; and a door that leaves runs to them.</summary>
    private WorkflowEngine OpenMany()
    {
        var address = PostgresServer.Shared.CreateDatabase();
        var options = Patient.Options(_folder.Name);
        for (var i = 0; i < 2; i++)
        {
            var (store, messages) = OpenStore(address);
            var queue = new RabbitWorkQueue(options, messages, store, TimeProvider.System);
            _open.Add(queue);
            _open.Add(new WorkflowEngine(
                store, queue, new TellingHandler(), new DefinitionLoader(), TimeProvider.System, new EngineOptions { TakeUp = true }));
        }

        foreach (var pool in WorkPools.All)
        {
            var (store, messages) = OpenStore(address);
            var worker = new RabbitWorker(
                options, new WorkerOptions { Pools = [pool] }, messages, new PriorityWorkQueue(), new TellingHandler(), store, TimeProvider.System);
            _open.Add(worker);
            worker.Start();
        }

        var door = new WorkflowEngine(
            OpenStore(address).Store, new PriorityWorkQueue(), new TellingHandler(), new DefinitionLoader(), TimeProvider.System,
            new EngineOptions { LeavesRuns = true });
        _open.Add(door);
        return door;
    }

    private (PostgresRunStore Store, StepMessages Messages) OpenStore(string address)
    {
        var store = PostgresRunStore.Open(new PostgresOptions(address) { Lease = TimeSpan.FromMinutes(5) });
        _open.Add(store);
        return (store, new StepMessages(new RunReader(store, new DefinitionLoader()), null, TimeProvider.System));
    }
}
