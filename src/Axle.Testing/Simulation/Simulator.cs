using System.Globalization;
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
    private int _encores;

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
        _encores = _random.Next(options.Encores + 1);
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
        _scheduler.RunUntil(IsOver, MaxSteps);
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

    /// <summary>What an operator does: start the run, resume it whenever it stopped before its end, and at times after it too.</summary>
    private async Task OperateAsync(SimulatedProcess process, FaultyStore store)
    {
        var handler = new SimulatedHandler(_script, process, _ledger);
        var options = new EngineOptions { Random = _random, Actor = process.Name, StepConcurrency = 4 };
        var engine = new WorkflowEngine(store, new PriorityWorkQueue(), handler, new PinnedDefinition(_workflow), process.Time, options);
        while (!IsOver())
        {
            try
            {
                var handle = await BeginAsync(engine, process);
                await MeddleAsync(engine, process);
                await handle.Completion;
            }
            catch (Exception exception) when (
                exception is IOException or RunConflictException or RunHeldException or AxleException { Error.Kind: ErrorKind.Validation } || IsOver())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 2000)), process.Time);
            }
        }
    }

    private async Task<RunHandle> BeginAsync(WorkflowEngine engine, SimulatedProcess process)
    {
        if (Row() is not { } row)
            return await engine.StartAsync(new StartRun(_workflow) { Id = _run });
        if (!row.Status.IsEnded())
            return await engine.ResumeAsync(_run);
        if (_random.Next(4) == 0)
            await Task.Delay(TimeSpan.FromDays(2), process.Time);
        var place = row.Status == RunStatus.Failed && _random.Next(2) == 0
            ? null
            : _random.NextInt64(1, row.LastSeq + 1).ToString(CultureInfo.InvariantCulture);
        var handle = await engine.ResumeAsync(_run, place);
        _encores--;
        return handle;
    }

    private async Task MeddleAsync(WorkflowEngine engine, SimulatedProcess process)
    {
        if (_random.NextDouble() >= _options.Meddling)
            return;
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 5000)), process.Time);
        var signal = _random.Next(8) switch
        {
            0 or 1 => RunSignals.Checkpoint,
            2 => RunSignals.Resume,
            // Else the run would end there, and there would be less to see.
            3 or 4 when _encores > 0 => RunSignals.Cancel,
            _ => RunSignals.Pause,
        };
        await engine.SignalAsync(_run, signal, """{"name":"here"}""");
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

    private bool IsOver() => _encores <= 0 && Row() is { } row && row.Status.IsEnded();

    private RunRow? Row() => _observer.FindRunAsync(_run, CancellationToken.None).AsTask().Result;

    private void CheckInvariants(RunId run)
    {
        var events = _observer.ReadEventsAsync(run, 0, CancellationToken.None).AsTask().Result;
        Invariants.Check(_workflow, Row()!, events);
        _ledger.Note(events);
    }

    private void CheckOutcome()
    {
        var events = _observer.ReadEventsAsync(_run, 0, CancellationToken.None).AsTask().Result;
        var state = RunHistory.Of(new PinnedWorkflows(_workflow)).Fold(_run, events);
        var model = new ReferenceModel(_workflow, _script);
        var expected = model.Run();
        foreach (var step in state.Records.Where(s => expected.ContainsKey(s.Path) && s.Status != StepStatus.Cancelled))
        {
            if (step.Status != expected[step.Path])
                throw new SimulationFailedException($"Step '{step.Path}' ended {step.Status}, the reference model says {expected[step.Path]}.");
        }

        if (state.Status == RunStatus.Cancelled)
            return;
        var completes = model.Completes ? RunStatus.Completed : RunStatus.Failed;
        if (state.Status != completes)
            throw new SimulationFailedException($"The run ended {state.Status}, the reference model says {completes}.");
        if (!_mistakenForDead && _ledger.BegunAfterCompletion.Count > 0)
            throw new SimulationFailedException($"Completed steps ran again: {string.Join(", ", _ledger.BegunAfterCompletion)}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _observer.Dispose();
}
