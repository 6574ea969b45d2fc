using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>Folds whole histories, rollbacks included.</summary>
public static class RunHistory
{
    /// <summary>The state after the last of the events, or after event <paramref name="upTo"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="workflow">The definition it is pinned to.</param>
    /// <param name="events">All its events from the first, in order.</param>
    /// <param name="upTo">Fold no further than this sequence number.</param>
    public static RunState Fold(RunId run, Workflow workflow, IReadOnlyList<RecordedEvent> events, long upTo = long.MaxValue)
    {
        var last = (int)Math.Min(upTo, events.Count);
        var rollback = last - 1;
        while (rollback >= 0 && events[rollback].Event is not RunRolledBack)
            rollback--;
        if (rollback < 0)
            return Continue(new RunState(run, workflow), events, 0, last);

        // The last rollback decides what counts before it: fold that first, then go on behind the rollback.
        var back = (RunRolledBack)events[rollback].Event;
        var state = Fold(run, workflow, events, back.ToSeq);
        RunFold.GoOn(state, events[rollback].At);
        state.SkipTo(events[rollback]);
        return Continue(state, events, rollback + 1, last);
    }

    private static RunState Continue(RunState state, IReadOnlyList<RecordedEvent> events, int from, int to)
    {
        for (var i = from; i < to; i++)
            state.Apply(events[i]);
        return state;
    }
}
