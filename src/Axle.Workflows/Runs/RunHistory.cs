using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>Folds whole histories, rollbacks and migrations included.</summary>
/// <param name="definitions">Gives the definitions that a run is pinned to by its hashes.</param>
public sealed class RunHistory(IPinnedDefinitions definitions)
{
    /// <summary>For runs that are all pinned to the same definition.</summary>
    public static RunHistory Of(PinnedWorkflows workflows) => new(new OnlyOne(workflows));

    /// <summary>The state after the last of the events, or after event <paramref name="upTo"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="events">All its events from the first, in order.</param>
    /// <param name="upTo">Fold no further than this sequence number.</param>
    /// <exception cref="AxleException">A definition is not there, or cannot be read by this version.</exception>
    public RunState Fold(RunId run, IReadOnlyList<RecordedEvent> events, long upTo = long.MaxValue)
    {
        var last = (int)Math.Min(upTo, events.Count);
        var rollback = last - 1;
        while (rollback >= 0 && events[rollback].Event is not RunRolledBack)
            rollback--;
        if (rollback < 0)
            return Continue(new RunState(run, definitions.Of(Begin(events))), events, 0, last);

        // The last rollback decides what counts before it: fold that first, then go on behind the rollback.
        var back = (RunRolledBack)events[rollback].Event;
        var state = Fold(run, events, back.ToSeq);
        Keep(state, events, (int)back.ToSeq, rollback);
        ResumeFold.GoOn(state, events[rollback]);
        state.SkipTo(events[rollback]);
        return Continue(state, events, rollback + 1, last);
    }

    /// <summary>Folds further events into a state.</summary>
    public RunState Continue(RunState state, IReadOnlyList<RecordedEvent> events, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (events[i].Event is RunMigrated migrated)
                Migration.Carry(state, definitions.Of(migrated.Definition, migrated.Uses));
            state.Apply(events[i]);
        }

        return state;
    }

    /// <summary>
    /// What a rollback does not take back: what was undone stays undone, so that it is other work when it is done again, with another
    /// idempotency key; and signals that came stay received, to be taken again.
    /// </summary>
    private static void Keep(RunState state, IReadOnlyList<RecordedEvent> events, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (events[i].Event is UndoEnded { Error: null } undone)
                state.NoteUndone(undone.Path);
            if (events[i].Event is SignalReceived letter)
                WaitFold.Receive(state, letter);
        }
    }

    private static RunStarted Begin(IReadOnlyList<RecordedEvent> events) => events[0].Event switch
    {
        RunStarted started => started,
        RunQueued queued => queued.Begin,
        var other => throw new InvalidOperationException($"A history begins with how the run began, not with {RunEventJson.NameOf(other)}."),
    };

    private sealed class OnlyOne(PinnedWorkflows workflows) : IPinnedDefinitions
    {
        public PinnedWorkflows Of(string definition, System.Collections.Immutable.ImmutableDictionary<string, string>? uses) => workflows;
    }
}
