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
/// the clock, the store and the steps' handler are the test's. Its process can crash at any event; another goes on then.
/// </summary>
public sealed class WorkflowTestHost
{
    private const long MaxSteps = 10_000_000;
    private readonly SimulationScheduler _scheduler = new(random: null);
    private readonly MemoryDisk _disk = new();
    private readonly IStepHandler _handler;
    private readonly EngineOptions _options;
    private readonly Func<IRunStore, IRunStore>? _wrap;
    private SimulatedProcess _process = null!;
    private Action _kill = null!;
    private Func<RunEvent, bool>? _crashAfter;
    private int _crashes;

    /// <summary>A host whose steps are done by this handler.</summary>
    /// <param name="handler">Does the work of steps.</param>
    /// <param name="options">Settings of the engine; null for a seeded one whose actor is <c>test</c>.</param>
    /// <param name="store">Wraps the store in memory, to have it fail; null for the bare one.</param>
    public WorkflowTestHost(IStepHandler handler, EngineOptions? options = null, Func<IRunStore, IRunStore>? store = null)
    {
        _handler = new CrashingHandler(handler, Crash);
        _options = options ?? new EngineOptions { Random = new Random(1), Actor = "test" };
        _wrap = store;
        Begin(_options);
    }

    /// <summary>The engine of the process that lives.</summary>
    public WorkflowEngine Engine { get; private set; } = null!;

    /// <summary>The store of the process that lives.</summary>
    public IRunStore Store { get; private set; } = null!;

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

    /// <summary>Starts a run and goes on until it can do nothing more without time passing or somebody acting.</summary>
    public TestRun Start(Workflow workflow, Payload? inputs = null) => Start(new StartRun(workflow) { Inputs = inputs ?? Payload.EmptyObject });

    /// <summary>Starts a run and goes on until it can do nothing more without time passing or somebody acting.</summary>
    public TestRun Start(StartRun request)
    {
        var id = request.Id ?? RunId.New(Now, (ulong)_options.Random.NextInt64());
        Task<RunHandle>? starting = null;
        _process.Post(_ => starting = Engine.StartAsync(request with { Id = id }), null);
        RunUntilIdle();
        // What the request is refused for is the test's to see; a crash is not.
        if (starting is { IsFaulted: true })
            starting.GetAwaiter().GetResult();
        return new TestRun(this, id);
    }

    /// <summary>Waits for a run, skipping every wait of its own.</summary>
    public RunOutcome Wait(RunHandle handle) => Do(() => handle.Completion);

    /// <summary>Goes on until nothing can happen any more without time passing or somebody acting.</summary>
    public void RunUntilIdle() => _scheduler.RunUntilIdle(MaxSteps);

    /// <summary>Has the process crash right after the next event of that sort is stored.</summary>
    public void CrashAfter(Func<RunEvent, bool> isThatSort) => _crashAfter = isThatSort;

    /// <summary>The process ends where it stands, as kill -9 ends it; another begins and takes up its runs.</summary>
    public void Crash()
    {
        _process.Crash();
        _kill();
        Begin(_options with { TakeUp = true, TakeUpEvery = Timeout.InfiniteTimeSpan });
    }

    /// <summary>Does something asynchronous, letting virtual time pass as it must.</summary>
    public T Do<T>(Func<Task<T>> action)
    {
        Task<T>? task = null;
        var process = _process;
        process.Post(_ => task = action(), null);
        _scheduler.RunUntil(() => task?.IsCompleted == true || process.IsDead, MaxSteps);
        return process.IsDead && task?.IsCompleted != true
            ? throw new InvalidOperationException("The process crashed while this was being done, as the test had it. Start runs with Start, which goes on all the same.")
            : task!.GetAwaiter().GetResult();
    }

    /// <summary>The run's history so far.</summary>
    public IReadOnlyList<RecordedEvent> Events(RunId run) => Do(() => Store.ReadEventsAsync(run, 0, CancellationToken.None).AsTask());

    private void Begin(EngineOptions options)
    {
        _process = _scheduler.NewProcess("test");
        var memory = new MemoryRunStore(_disk, _crashes++ == 0 ? "test" : $"test-{_crashes}");
        _kill = () => _disk.Kill(memory);
        Store = _wrap?.Invoke(memory) ?? memory;
        Fence(memory);
        var (process, store) = (_process, Store);
        Engine = null!;
        process.Post(
            _ => Engine = new WorkflowEngine(
                store, new PriorityWorkQueue(), _handler, new DefinitionLoader(), process.Time, options with { Stored = Stored }),
            null);
        // Inside of what crashed it, the new process waits for its turn.
        if (!_scheduler.IsRunning)
            _scheduler.RunUntil(() => Engine is not null, MaxSteps);
    }

    /// <summary>What the dead process still does in the same breath is refused.</summary>
    private static void Fence(MemoryRunStore memory)
    {
        var rows = memory.ListRunsAsync(RunQuery.Newest with { Limit = 1000 }, CancellationToken.None).AsTask().Result;
        foreach (var run in rows.Where(static r => !r.Status.IsEnded()).Select(static r => r.Run))
        {
            var epoch = memory.ClaimAsync(run, CancellationToken.None).AsTask().Result;
            memory.ReleaseAsync(run, epoch, CancellationToken.None).AsTask().Wait();
        }
    }

    private void Stored(RunAppend append)
    {
        _options.Stored?.Invoke(append);
        if (_crashAfter is not { } crashAfter || !append.Events.Any(e => crashAfter(e.Event)))
            return;
        _crashAfter = null;
        Crash();
    }
}
