using System.Collections.Immutable;
using Axle.Testing.Simulation.Checks;
using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>The simulated run as it is stored, seen from outside of every process, and checked after every commit.</summary>
internal sealed class RunView(MemoryRunStore store, RunId run, WorkflowSet workflows, StepCatalog steps, Ledger ledger, bool inParts)
{
    private readonly List<Action> _watchers = [];
    private RunHistory? _history;
    private SnapshotCheck? _snapshots;

    /// <summary>Its events so far.</summary>
    public IReadOnlyList<RecordedEvent> Events { get; private set; } = [];

    /// <summary>Its status row; null before it is stored.</summary>
    public RunRow? Row { get; private set; }

    /// <summary>What the events fold to; null before there are any.</summary>
    public RunState? State { get; private set; }

    /// <summary>Signals that no decision has used up.</summary>
    public IReadOnlyList<RunSignal> Pending => store.ReadSignalsAsync(run, CancellationToken.None).AsTask().Result;

    /// <summary>Tells somebody of every commit.</summary>
    public void Watch(Action watcher) => _watchers.Add(watcher);

    public void Send(RunSignal signal) => store.SendSignalAsync(signal, CancellationToken.None).AsTask().Wait();

    /// <summary>The state after an event.</summary>
    public RunState StateAt(long seq) => _history!.Fold(run, Events, seq);

    /// <summary>Something was committed: look at it.</summary>
    public void Refresh()
    {
        Events = store.ReadEventsAsync(run, 0, CancellationToken.None).AsTask().Result;
        Row = store.FindRunAsync(run, CancellationToken.None).AsTask().Result!;
        _history ??= RunHistory.Of(Pin());
        Invariants.CheckSequence(Row, Events);
        State = Fold();
        Invariants.Check(steps, Row, Events, State, inParts);
        _snapshots ??= new SnapshotCheck(run, Pin());
        _snapshots.Check(Events, State);
        ledger.Note(Events);
        foreach (var watcher in _watchers)
            watcher();
    }

    private RunState Fold()
    {
        try
        {
            return _history!.Fold(run, Events);
        }
        catch (InvalidOperationException exception)
        {
            throw new SimulationFailedException($"The events cannot be folded: {exception.Message}", exception);
        }
    }

    /// <summary>The definitions as the run is pinned to them, found by the hashes in its first event.</summary>
    private PinnedWorkflows Pin()
    {
        var started = Events[0].Event as RunStarted ?? ((RunQueued)Events[0].Event).Begin;
        var byHash = workflows.ByHash;
        return new PinnedWorkflows(
            byHash[started.Definition],
            (started.Uses ?? ImmutableDictionary<string, string>.Empty).ToImmutableDictionary(static u => u.Key, u => byHash[u.Value]),
            WorkflowHash.Compute);
    }
}
