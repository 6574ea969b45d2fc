using Axle.Testing.Simulation.Checks;
using Axle.Testing.Simulation.Generation;
using Axle.Testing.Simulation.Reference;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Testing.Simulation;

/// <summary>
/// Runs a generated workflow on the real engine under a seeded scheduler: two processes on one store, crashes between any two awaits,
/// a store that is slow, fails, and loses answers, a queue that delivers late and twice, processes that are thought dead and are not, people who
/// answer late and twice. After every commit the invariants are checked, at the end the outcome is compared with the reference model. The
/// idea is FoundationDB's and TigerBeetle's.
/// </summary>
public sealed class Simulator : IDisposable
{
    private const long MaxSteps = 300_000;

    /// <summary>Waiting for months takes a few thousand continuations of processes that look whether there is something to do.</summary>
    private const long LongestRest = 30_000;
    private static readonly RunId Id = new("run-simulated");
    private readonly SimulationOptions _options;
    private readonly SimulationPlan _plan;
    private readonly Random _random;
    private readonly SimulationScheduler _scheduler;
    private readonly MemoryDisk _disk = new();
    private readonly MemoryRunStore _observer;
    private readonly WorkflowSet _workflows;
    private readonly Script _script;
    private readonly Ledger _ledger;
    private readonly RunView _view;
    private readonly People _people;
    private readonly Meddler _meddler;
    private readonly Encores _encores;
    private readonly List<(SimulatedProcess Process, MemoryRunStore Store)> _processes = [];
    private readonly bool _mistakenForDead;
    private readonly bool _takesUp;
    private readonly int _eventsAtOnce;
    private int _born;
    private long _lastCommit;
    private int _commits;
    private SimulatedProcess? _doomed;

    private Simulator(int seed, WorkflowSet workflows, SimulationOptions options, SimulationPlan plan)
    {
        _options = options;
        _plan = plan;
        // Another source than that of the workflow: the same workflow goes through other trouble when the options change.
        _random = Seed.Start(~seed);
        _scheduler = new SimulationScheduler(_random) { BetweenSteps = CrashAtTimes };
        _workflows = workflows;
        _script = new Script(seed);
        var steps = new StepCatalog(workflows);
        _ledger = new Ledger(steps);
        _observer = new MemoryRunStore(_disk, "observer");
        // Some store what they decided after every few events, as long runs do. Drawn by nobody, so that all else of a seed stays as it is.
        _eventsAtOnce = seed % 4 == 3 ? 1 + (seed / 4 % 11) : Decision.Enough;
        _view = new RunView(_observer, Id, workflows, steps, _ledger, _eventsAtOnce < Decision.Enough);
        var outside = _scheduler.NewProcess("outside");
        _encores = new Encores(plan.GoBackTo is null ? _random.Next(options.Encores + 1) : 1, plan.GoBackTo);
        _people = new People(Id, _view, _script, steps, _ledger, outside, _random, plan.Pace);
        _meddler = new Meddler(Id, _view, outside, _random, options, _encores);
        _view.Watch(() => _lastCommit = _scheduler.Steps);
        _view.Watch(_people.Notice);
        _view.Watch(_meddler.Notice);
        _mistakenForDead = _random.Next(3) == 0;
        _takesUp = _random.Next(4) > 0;
    }

    /// <summary>Simulates one seed.</summary>
    /// <returns>How many times a process crashed.</returns>
    /// <exception cref="SimulationFailedException">A fault was found; the message names the seed that repeats it.</exception>
    public static int Run(int seed, SimulationOptions? options = null)
    {
        options ??= new SimulationOptions();
        return Run(seed, RandomWorkflow.Make(Seed.Start(seed), options.Steps), options).Crashes;
    }

    /// <summary>Simulates many seeds, one after another. Of each that fails, the least is looked for that still fails.</summary>
    /// <param name="from">The first seed.</param>
    /// <param name="count">How many seeds.</param>
    /// <param name="options">What is done to the engine; null for the defaults.</param>
    /// <param name="progress">Told after every seed how many are done; null to tell nobody.</param>
    /// <param name="cancellationToken">Stops after the seed that is being simulated.</param>
    public static SimulationReport RunMany(
        int from, int count, SimulationOptions? options = null, Action<SimulationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        var report = new SimulationReport(0, 0, []);
        for (var seed = from; seed < from + count && !cancellationToken.IsCancellationRequested && report.Faults.Length < SimulationReport.MostFaults; seed++)
        {
            try
            {
                report = report with { Seeds = report.Seeds + 1, Crashes = report.Crashes + Run(seed, options) };
            }
            catch (SimulationFailedException exception)
            {
                var least = Shrinking.Shrink(seed, options ?? new SimulationOptions(), exception);
                report = report with { Seeds = report.Seeds + 1, Faults = report.Faults.Add(least) };
            }

            progress?.Invoke(report);
        }

        return report;
    }

    /// <summary>Simulates a workflow of one's own under the seed's trouble.</summary>
    internal static (int Crashes, int Commits, int Events) Run(int seed, WorkflowSet workflows, SimulationOptions options, SimulationPlan? plan = null)
    {
        using var simulator = new Simulator(seed, workflows, options, plan ?? SimulationPlan.None);
        try
        {
            simulator.Run();
            return (simulator._born - 2, simulator._commits, simulator._view.Events.Count);
        }
        catch (Exception exception) when (exception is SimulationFailedException or InvalidOperationException)
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
        var last = _view.Events.TakeLast(12).Select(static e => $"  {e.Seq} {e.At:dd HH:mm:ss.fff} {e.Event}");
        return $"Row: {_view.Row}, processes: {string.Join(", ", _processes.Select(static p => p.Process.Name))}, "
            + $"which {(_takesUp ? "" : "do not ")}take up runs; signals not used up: {string.Join(", ", _view.Pending.Select(static s => $"{s.Id} {s.Name}"))}; last events:"
            + Environment.NewLine + string.Join(Environment.NewLine, last);
    }

    private void Spawn()
    {
        var process = _scheduler.NewProcess($"process-{++_born}");
        process.Skew = _options.ClockSkew * ((2 * _random.NextDouble()) - 1);
        var store = new MemoryRunStore(_disk, process.Name);
        _processes.Add((process, store));
        process.Start(() => OperateAsync(process, new FaultyStore(store, process, _random, _options, _ => Committed(process))));
    }

    private void Committed(SimulatedProcess process)
    {
        _view.Refresh();
        if (++_commits == _plan.CrashAfterCommit)
            _doomed = process;
    }

    private async Task OperateAsync(SimulatedProcess process, FaultyStore store)
    {
        var options = new EngineOptions
        {
            Random = _random,
            Actor = process.Name,
            TakeUp = _takesUp,
            TakeUpEvery = TimeSpan.FromHours(6),
            EventsAtOnce = _eventsAtOnce,
            SnapshotAfter = _random.Next(1, 40),
            ParkAfter = TimeSpan.FromSeconds(_random.Next(0, 20)),
            Library = new UsedWorkflows(_workflows),
        };
        var queue = new FaultyQueue(process, _random, _options);
        var engine = new WorkflowEngine(
            store, queue, new SimulatedHandler(_script, process, _ledger), new KnownDefinitions(_workflows), process.Time, options);
        var human = new Operator(Id, _view, new StartRun(_workflows.Main) { Id = Id }, process, _random, IsOver, _encores);
        _view.Watch(human.Notice);
        await human.RunAsync(engine, _takesUp);
    }

    private void CrashAtTimes()
    {
        if (_doomed is { } doomed)
        {
            _doomed = null;
            Crash(_processes.First(p => p.Process == doomed));
        }

        if (_random.NextDouble() >= _options.CrashRate || _born >= 12)
            return;
        var unlucky = _processes[_random.Next(_processes.Count)];
        if (_mistakenForDead && _random.Next(2) == 0)
        {
            // The process lives on, and the store's fence must keep it from writing.
            _disk.Kill(unlucky.Store);
            return;
        }

        Crash(unlucky);
    }

    private void Crash((SimulatedProcess Process, MemoryRunStore Store) unlucky)
    {
        unlucky.Process.Crash();
        _disk.Kill(unlucky.Store);
        _processes.Remove(unlucky);
        Spawn();
    }

    private bool IsOver()
    {
        if (_scheduler.Steps - _lastCommit > LongestRest)
            throw new SimulationFailedException($"Nothing was committed in {LongestRest} continuations: the run is stuck for ever.");
        return !_encores.IsDue && _view.Row is { } row && row.Status.IsEnded();
    }

    private void CheckOutcome()
    {
        if (!_people.AnswerCrossedRollback)
        {
            var (seq, era) = CountingHistory.LastStartOver(_view.Events);
            var kept = seq == 0 ? null : Kept.After(_view.StateAt(seq));
            var expected = new ReferenceModel(_workflows, _script, era, kept).Run(ModelJson.From(new { n = 3 }));
            OutcomeCheck.Check(expected, _view.State!, wasResumed: era > 0);
        }

        if (!_mistakenForDead && _ledger.BegunAfterCompletion.Count > 0)
            throw new SimulationFailedException($"Completed steps ran again: {string.Join(", ", _ledger.BegunAfterCompletion)}.");
        var twice = _ledger.DoneTwice().ToArray();
        if (!_mistakenForDead && twice.Length > 0)
            throw new SimulationFailedException($"What must happen once happened twice: {string.Join(", ", twice)}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _observer.Dispose();
}
