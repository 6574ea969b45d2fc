using Axle.Testing.Simulation;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Resilience.Caching;
using Axle.Workflows.Resilience.CircuitBreaking;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Schedules;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>
/// Executes a sample on virtual time, in a process that is killed where it is told to be, and in another that takes over. The world outside
/// starts runs, answers, and does everything again that it got no answer to, as people and programs do.
/// </summary>
/// <param name="pattern">The sample.</param>
/// <param name="kill">Where the first process dies; null to let it live.</param>
internal sealed class PatternWorld(Pattern pattern, KillPoint? kill)
{
    private const int MostSteps = 200_000;
    private readonly SimulationScheduler _scheduler = new(random: null);
    private readonly MemoryDisk _disk = new();
    private readonly HostShell _shell = new();
    private readonly Workflow _workflow = PatternSamples.Read(pattern.Name);
    private readonly Dictionary<RunId, List<RecordedEvent>> _histories = [];
    private readonly HashSet<(RunId Run, string Deed)> _wanted = [];
    private readonly List<(RunId Run, Deed Deed)> _undone = [];
    private SimulatedProcess? _process;
    private WorkflowEngine? _engine;
    private int _written;

    /// <summary>Executes it until all its runs have ended.</summary>
    public PatternOutcome Run()
    {
        Boot("first");
        _scheduler.RunUntil(() => _process!.IsDead || HasEnded(), MostSteps);
        var killed = _process!.IsDead;
        if (killed)
        {
            Boot("second");
            _scheduler.RunUntil(HasEnded, MostSteps);
        }

        return new PatternOutcome([.. _histories.OrderBy(static h => h.Value[0].At).Select(static h => h.Value)], _shell, killed);
    }

    private bool HasEnded() =>
        _undone.Count == 0 && _histories.Values.Count(static h => h[^1].Event is RunCompleted or RunFailed or RunCancelled) >= pattern.Runs;

    private void Boot(string name)
    {
        var process = _process = _scheduler.NewProcess(name);
        var memory = new MemoryRunStore(_disk, name);
        var mortal = new MortalStore(memory, process, name == "first" ? KillAt : static _ => null, Written);
        process.Start(async () =>
        {
            var shell = _shell.For(process.Time, () => process.IsDead);
            var work = new StepPipeline(shell, process.Time, new StepResultCache(memory, process.Time), new CircuitBreakers(memory, process.Time));
            var pools = new BulkheadPools(process.Time, new Dictionary<string, BulkheadOptions> { ["heavy"] = new() { Size = 2 } });
            var engine = new WorkflowEngine(mortal, new PriorityWorkQueue(pools), work, new DefinitionLoader(), process.Time, Options());
            _engine = engine;
            await StartAsync(engine, memory, process.Time);
            foreach (var (run, deed) in _undone.ToArray())
                await DoAsync(run, deed, process);
        });
    }

    private EngineOptions Options() => new()
    {
        Random = new Random(1),
        Actor = "ax",
        TakeUp = true,
        TakeUpEvery = Timeout.InfiniteTimeSpan,
        StepConcurrency = pattern.Workers,
        Library = new PatternSamples(),
    };

    /// <summary>Every start has a key, so that whoever got no answer may ask again.</summary>
    private async Task StartAsync(WorkflowEngine engine, MemoryRunStore memory, TimeProvider time)
    {
        if (pattern.Starts == 0)
        {
            var schedules = new ScheduleRunner(
                memory, (due, stop) => engine.StartAsync(new StartRun(due.Workflow) { Inputs = due.Inputs, Key = due.Key, By = due.By }, stop), time);
            await schedules.RegisterAsync(_workflow);
        }

        for (var i = 1; i <= pattern.Starts; i++)
        {
            var handle = await engine.StartAsync(new StartRun(_workflow) { Key = pattern.IsOneStart ? "start" : $"start {i}", By = "ax" });
            _process!.Start(() => handle.Completion);
        }
    }

    private KillPoint? KillAt(int events) => kill is not null && kill.Event > _written && kill.Event <= _written + events ? kill : null;

    private void Written(RunId run, IReadOnlyList<RecordedEvent> events)
    {
        _written += events.Count;
        if (!_histories.TryGetValue(run, out var history))
            _histories.Add(run, history = []);
        history.AddRange(events);
        foreach (var recorded in events)
        {
            if (pattern.Answers(recorded.Event, _shell) is not { } deed || !_wanted.Add((run, deed.Name)))
                continue;
            _undone.Add((run, deed));
            var process = _process!;
            process.Start(() => DoAsync(run, deed, process));
        }
    }

    private async Task DoAsync(RunId run, Deed deed, SimulatedProcess process)
    {
        while (true)
        {
            try
            {
                await deed.DoAsync(_engine!, run);
                break;
            }
            catch (RunHeldException)
            {
                // The run is let go of a moment after its last event.
                await Task.Delay(TimeSpan.FromSeconds(1), process.Time);
            }
            catch (Exception exception) when (exception is RunConflictException or AxleException { Error.Kind: ErrorKind.Validation })
            {
                // It was done before, and the answer was lost. Had it not been, the run would not end as it has to.
                break;
            }
        }

        _undone.Remove((run, deed));
    }
}
