using Axle.Storage.Postgres;
using Axle.Storage.Sqlite;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Bench.Workloads;

/// <summary>
/// The engine on a SQLite file or a PostgreSQL database, as a host would have it: every commit on disk (WAL, <c>synchronous=FULL</c>;
/// <c>synchronous_commit=on</c>).
/// </summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    /// <summary>Runs that the loops keep in flight, and steps that the engine executes at once.</summary>
    public const int InFlight = 100;

    private BenchEngine(IRunStore store, IStepHandler handler, int stepConcurrency)
    {
        Store = store;
        Engine = new WorkflowEngine(
            store, new PriorityWorkQueue(), handler, new DefinitionLoader(), TimeProvider.System,
            new EngineOptions { StepConcurrency = stepConcurrency, TakeUp = true });
    }

    public IRunStore Store { get; }

    public WorkflowEngine Engine { get; }

    /// <summary>Opens a database file and starts an engine on it, which goes on with runs whose process is gone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="handler">Does the work of steps; null for steps that do nothing.</param>
    /// <param name="stepConcurrency">Steps that are executed at once.</param>
    public static BenchEngine Open(string path, IStepHandler? handler = null, int stepConcurrency = InFlight) =>
        new(SqliteRunStore.Open(path), handler ?? new NoOpHandler(), stepConcurrency);

    /// <summary>Opens a PostgreSQL database and starts an engine on it.</summary>
    /// <param name="options">The database.</param>
    public static BenchEngine Open(PostgresOptions options) => new(PostgresRunStore.Open(options), new NoOpHandler(), InFlight);

    /// <summary>Starts a run and waits until it has completed.</summary>
    public async Task RunAsync(Workflow workflow)
    {
        var handle = await Engine.StartAsync(new StartRun(workflow));
        var outcome = await handle.Completion;
        if (outcome.Status != RunStatus.Completed)
            throw new InvalidOperationException($"A run of the benchmark is {outcome.Status}: {outcome.Error?.Message}");
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await ((IAsyncDisposable)Store).DisposeAsync();
    }
}
