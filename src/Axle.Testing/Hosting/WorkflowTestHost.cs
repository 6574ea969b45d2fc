using Axle.Testing.Simulation;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Hosting;

/// <summary>
/// Runs workflows in memory on virtual time: a wait of a day takes no time at all. What happens is what happens in production; only
/// the clock, the store and the steps' handler are the test's.
/// </summary>
public sealed class WorkflowTestHost
{
    private const long MaxSteps = 10_000_000;
    private readonly SimulationScheduler _scheduler = new(random: null);
    private readonly SimulatedProcess _process;

    /// <summary>A host whose steps are done by this handler.</summary>
    /// <param name="handler">Does the work of steps.</param>
    /// <param name="options">Settings of the engine; null for a seeded one whose actor is <c>test</c>.</param>
    /// <param name="store">Wraps the store in memory, to have it fail; null for the bare one.</param>
    public WorkflowTestHost(IStepHandler handler, EngineOptions? options = null, Func<IRunStore, IRunStore>? store = null)
    {
        _process = _scheduler.NewProcess("test");
        var memory = new MemoryRunStore(new MemoryDisk(), "test");
        Store = store?.Invoke(memory) ?? memory;
        Engine = Do(() => Task.FromResult(new WorkflowEngine(
            Store, new PriorityWorkQueue(), handler, new DefinitionLoader(), _process.Time,
            options ?? new EngineOptions { Random = new Random(1), Actor = "test" })));
    }

    /// <summary>The engine.</summary>
    public WorkflowEngine Engine { get; }

    /// <summary>The store.</summary>
    public IRunStore Store { get; }

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now => _scheduler.Clock.Now;

    /// <summary>The virtual time as handlers take it.</summary>
    public TimeProvider Time => _process.Time;

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time) => Do(async () =>
    {
        await Task.Delay(time, _process.Time);
        return true;
    });

    /// <summary>Runs a workflow until it ends or pauses, skipping every wait.</summary>
    public RunOutcome Run(Workflow workflow, Payload? inputs = null) => Run(new StartRun(workflow) { Inputs = inputs ?? Payload.EmptyObject });

    /// <summary>Runs a workflow until it ends or pauses, skipping every wait.</summary>
    public RunOutcome Run(StartRun request) => Wait(Do(() => Engine.StartAsync(request)));

    /// <summary>Waits for a run, skipping every wait of its own.</summary>
    public RunOutcome Wait(RunHandle handle) => Do(() => handle.Completion);

    /// <summary>Does something asynchronous, letting virtual time pass as it must.</summary>
    public T Do<T>(Func<Task<T>> action)
    {
        Task<T>? task = null;
        _process.Post(_ => task = action(), null);
        _scheduler.RunUntil(() => task?.IsCompleted == true, MaxSteps);
        return task!.GetAwaiter().GetResult();
    }

    /// <summary>The run's history so far.</summary>
    public IReadOnlyList<RecordedEvent> Events(RunId run) => Do(() => Store.ReadEventsAsync(run, 0, CancellationToken.None).AsTask());
}
