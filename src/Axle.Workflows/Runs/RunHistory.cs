using Axle.Workflows.Ports;
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
        CarryOver(state, events, (int)back.ToSeq, rollback);
        state.DeadEnds.Note(events[rollback]);
        ResumeFold.GoOn(state, events[rollback]);
        state.SkipTo(events[rollback]);
        return Continue(state, events, rollback + 1, last);
    }

    /// <summary>
    /// The places to come back to: those that were named, and <c>level-N</c> after the last step of level N of the run's own graph. The latter follow
    /// from the events, so that they cost nothing while the run goes.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="events">All its events from the first, in order.</param>
    public IEnumerable<RunCheckpoint> Checkpoints(RunId run, IReadOnlyList<RecordedEvent> events)
    {
        var state = Fold(run, events, 1);
        for (var i = 1; i < events.Count; i++)
        {
            var levels = state.LevelsDone;
            var recorded = events[i];
            if (recorded.Event is RunRolledBack)
                state = Fold(run, events, i + 1);
            else
                Continue(state, events, i, i + 1);
            if (state.LevelsDone > levels && !state.Status.IsEnded() && recorded.Event is not (RunRolledBack or RunMigrated))
                yield return new RunCheckpoint(recorded.Seq, $"level-{state.LevelsDone}", Automatic: true, recorded.At);
            if (recorded.Event is CheckpointCreated named)
                yield return new RunCheckpoint(recorded.Seq, named.Name, Automatic: false, recorded.At);
        }
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
    /// What cannot be taken back counts on. What was undone stays undone: done again, it is other work, with another idempotency key. Who sent
    /// a signal does not send it again. And no rollback leads where there is nothing to go on with.
    /// </summary>
    private static void CarryOver(RunState state, IReadOnlyList<RecordedEvent> events, int from, int to)
    {
        HashSet<string>? known = null;
        for (var i = from; i < to; i++)
        {
            state.DeadEnds.Note(events[i]);
            switch (events[i].Event)
            {
                case UndoEnded { Error: null } undone:
                    state.NoteUndone(undone.Path);
                    break;
                // What was spent is spent, and who raised the budget meant the run and not a place in it.
                case StepCompleted { Usage: { } used }:
                    state.Spent = state.Spent.Plus(used);
                    break;
                case StepAttemptFailed { Usage: { } used }:
                    state.Spent = state.Spent.Plus(used);
                    break;
                case BudgetChanged:
                    ControlFold.TryApply(state, events[i]);
                    break;
                // Back before the fork, the run is still the forker's: it is not given the roles of whom the other run is for.
                case RunForked forked:
                    ControlFold.TakeAttributes(state, forked);
                    break;
                case SignalReceived received:
                    // An earlier rollback may have carried it over already.
                    known ??= [.. events.Take(from).Select(static e => e.Event).OfType<SignalReceived>().Select(static s => s.Id)];
                    if (known.Add(received.Id))
                        WaitFold.TryApply(state, events[i]);
                    break;
            }
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
