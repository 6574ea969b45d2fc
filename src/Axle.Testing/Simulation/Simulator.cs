using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation;

/// <summary>
/// Runs a generated workflow on the real engine under a seeded scheduler: two processes on one store, crashes between any two awaits,
/// a store that is slow, fails, and loses answers, processes that are thought dead and are not. After every commit the invariants are
/// checked, at the end the outcome is compared with the reference model. The idea is FoundationDB's and TigerBeetle's.
/// </summary>
public sealed class Simulator : IDisposable
{
    private const long MaxSteps = 200_000;
    private readonly SimulationOptions _options;
    private readonly Random _random;
    private readonly SimulationScheduler _scheduler;
    private readonly MemoryDisk _disk = new();
    private readonly MemoryRunStore _observer;
    private readonly RunId _run = new("run-simulated");
    private readonly Workflow _workflow;
    private readonly Script _script;
    private readonly Ledger _ledger;
    private readonly List<(SimulatedProcess Process, MemoryRunStore Store)> _processes = [];
    private readonly bool _mistakenForDead;
    private int _born;
    private long _seenEvents;

    private Simulator(int seed, SimulationOptions options)
    {
        _options = options;
        _random = new Random(seed);
        _scheduler = new SimulationScheduler(_random) { BetweenSteps = CrashAtTimes };
        _workflow = RandomWorkflow.Make(_random, options.Steps);
        _script = new Script(seed);
        _ledger = new Ledger(_workflow);
        _observer = new MemoryRunStore(_disk, "observer");
        _mistakenForDead = _random.Next(3) == 0;
    }

    /// <summary>Simulates one seed.</summary>
    /// <returns>How many times a process crashed.</returns>
    /// <exception cref="SimulationFailedException">A fault was found; the message names the seed that repeats it.</exception>
    public static int Run(int seed, SimulationOptions? options = null)
    {
        using var simulator = new Simulator(seed, options ?? new SimulationOptions());
        try
        {
            simulator.Run();
            return simulator._born - 2;
        }
        catch (SimulationFailedException exception)
        {
            throw new SimulationFailedException($"Seed {seed}: {exception.Message}{Environment.NewLine}{simulator.Describe()}", exception);
        }
    }

    private void Run()
    {
        Spawn();
        Spawn();
        _scheduler.RunUntil(HasEnded, MaxSteps);
        CheckOutcome();
    }

    private string Describe()
    {
        var events = _observer.ReadEventsAsync(_run, 0, CancellationToken.None).AsTask().Result;
        var last = events.TakeLast(12).Select(static e => $"  {e.Seq} {e.At:HH:mm:ss.fff} {e.Event}");
        return $"Row: {Row()}, processes: {string.Join(", ", _processes.Select(static p => p.Process.Name))}, last events:"
            + Environment.NewLine + string.Join(Environment.NewLine, last);
    }

    private void Spawn()
    {
        var process = _scheduler.NewProcess($"process-{++_born}");
        var store = new MemoryRunStore(_disk, process.Name);
        _processes.Add((process, store));
        process.Start(() => OperateAsync(process, new FaultyStore(store, process, _random, _options, CheckInvariants)));
    }

    /// <summary>What an operator does: start the run, and resume it whenever it stopped before its end.</summary>
    private async Task OperateAsync(SimulatedProcess process, FaultyStore store)
    {
        var handler = new SimulatedHandler(_script, process, _ledger);
        var options = new EngineOptions { Random = _random, Actor = process.Name, StepConcurrency = 4 };
        var engine = new WorkflowEngine(store, new ChannelWorkQueue(), handler, new PinnedDefinition(_workflow), process.Time, options);
        while (!HasEnded())
        {
            try
            {
                var handle = await store.FindRunAsync(_run, CancellationToken.None) is null
                    ? await engine.StartAsync(new StartRun(_workflow) { Id = _run })
                    : await engine.ResumeAsync(_run);
                await MeddleAsync(engine, process);
                await handle.Completion;
            }
            catch (Exception exception) when (exception is IOException or RunConflictException or RunHeldException || HasEnded())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 2000)), process.Time);
            }
        }
    }

    private async Task MeddleAsync(WorkflowEngine engine, SimulatedProcess process)
    {
        if (_random.Next(4) != 0)
            return;
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 5000)), process.Time);
        await engine.SignalAsync(_run, _random.Next(3) == 0 ? RunSignals.Checkpoint : RunSignals.Pause, """{"name":"here"}""");
    }

    private void CrashAtTimes()
    {
        if (_random.NextDouble() >= _options.CrashRate || _born >= 12)
            return;
        var (process, store) = _processes[_random.Next(_processes.Count)];
        if (_mistakenForDead && _random.Next(2) == 0)
        {
            // The process lives on, and the store's fence must keep it from writing.
            _disk.Kill(store);
            return;
        }

        process.Crash();
        _disk.Kill(store);
        _processes.Remove((process, store));
        Spawn();
    }

    private bool HasEnded() => Row() is { } row && row.Status.IsEnded();

    private RunRow? Row() => _observer.FindRunAsync(_run, CancellationToken.None).AsTask().Result;

    private void CheckInvariants(RunId run)
    {
        var events = _observer.ReadEventsAsync(run, 0, CancellationToken.None).AsTask().Result;
        Invariants.Check(_workflow, Row()!, events);
        _ledger.Note(events.Skip((int)_seenEvents));
        _seenEvents = events.Count;
    }

    private void CheckOutcome()
    {
        var events = _observer.ReadEventsAsync(_run, 0, CancellationToken.None).AsTask().Result;
        var state = RunHistory.Fold(_run, _workflow, events);
        var model = new ReferenceModel(_workflow, _script);
        var expected = model.Run();
        foreach (var step in state.Records.Where(s => expected.ContainsKey(s.Path)))
        {
            if (step.Status != expected[step.Path])
                throw new SimulationFailedException($"Step '{step.Path}' ended {step.Status}, the reference model says {expected[step.Path]}.");
        }

        var completes = model.Completes ? RunStatus.Completed : RunStatus.Failed;
        if (state.Status != completes)
            throw new SimulationFailedException($"The run ended {state.Status}, the reference model says {completes}.");
        if (!_mistakenForDead && _ledger.BegunAfterCompletion.Count > 0)
            throw new SimulationFailedException($"Completed steps ran again: {string.Join(", ", _ledger.BegunAfterCompletion)}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _observer.Dispose();
}
