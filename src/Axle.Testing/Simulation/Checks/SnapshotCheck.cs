using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Runs.Snapshots;

namespace Axle.Testing.Simulation.Checks;

/// <summary>A snapshot says what the events say: an earlier one, with the events after it, gives the state that all events give.</summary>
internal sealed class SnapshotCheck(RunId run, PinnedWorkflows workflows)
{
    /// <summary>Events after which the next one is taken.</summary>
    private const int Apart = 5;
    private readonly RunHistory _history = RunHistory.Of(workflows);
    private RunSnapshot? _earlier;

    /// <summary>Checks it, and sometimes goes on from a newer snapshot.</summary>
    /// <exception cref="SimulationFailedException">The two states differ.</exception>
    public void Check(IReadOnlyList<RecordedEvent> events, RunState state)
    {
        var now = StateSnapshot.Take(state);
        if (_earlier is { } earlier && events.Skip((int)earlier.Seq).Any(static e => e.Event is RunRolledBack or RunMigrated))
            _earlier = null;
        if (now is not null && _earlier is not null)
            Compare(_earlier, now, events);
        if (now is not null && now.Seq >= (_earlier?.Seq ?? 0) + Apart)
            _earlier = now;
    }

    private void Compare(RunSnapshot earlier, RunSnapshot now, IReadOnlyList<RecordedEvent> events)
    {
        var state = StateSnapshot.Restore(run, earlier, new Pinned(workflows))
            ?? throw new SimulationFailedException($"The snapshot of event {earlier.Seq} cannot be read.");
        var same = StateSnapshot.Take(_history.Continue(state, events, (int)earlier.Seq, events.Count));
        if (same is null || !same.Data.Span.SequenceEqual(now.Data.Span))
        {
            throw new SimulationFailedException(
                $"The events say {Text(now)}; the snapshot of event {earlier.Seq} and the events after it say {(same is null ? "nothing" : Text(same))}.");
        }
    }

    private static string Text(RunSnapshot snapshot) => System.Text.Encoding.UTF8.GetString(snapshot.Data.Span);

    private sealed class Pinned(PinnedWorkflows workflows) : IPinnedDefinitions
    {
        public PinnedWorkflows Of(string definition, System.Collections.Immutable.ImmutableDictionary<string, string>? uses) => workflows;
    }
}
