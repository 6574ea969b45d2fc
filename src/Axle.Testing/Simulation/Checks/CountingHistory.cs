using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation.Checks;

/// <summary>The part of a history that counts, found the simple way and without the engine's fold.</summary>
internal static class CountingHistory
{
    /// <summary>The events that no later rollback has taken back, with the rollbacks themselves.</summary>
    public static IReadOnlyList<RecordedEvent> Of(IReadOnlyList<RecordedEvent> events)
    {
        var counting = new List<RecordedEvent>();
        foreach (var recorded in events)
        {
            if (recorded.Event is RunRolledBack back)
                counting = [.. Of([.. events.Take((int)back.ToSeq)])];
            counting.Add(recorded);
        }

        return counting;
    }

    /// <summary>Yields the events one by one, each with whether it makes the run do again what did not succeed.</summary>
    public static IEnumerable<(RunEvent Event, bool StartsOver)> Walk(IReadOnlyList<RecordedEvent> events)
    {
        var isOver = false;
        foreach (var happened in Of(events).Select(static e => e.Event))
        {
            var startsOver = isOver && happened is (RunResumed or RunRolledBack);
            isOver = happened is (RunFailed or RunCancelled) || (isOver && !startsOver);
            yield return (happened, startsOver);
        }
    }

    /// <summary>Sequence number of the last event that makes the run do again what did not succeed, and how many there are; 0 for none.</summary>
    public static (long Seq, int Era) LastStartOver(IReadOnlyList<RecordedEvent> events)
    {
        var (seq, era) = (0L, 0);
        foreach (var (recorded, (_, startsOver)) in Of(events).Zip(Walk(events)))
        {
            if (startsOver)
                (seq, era) = (recorded.Seq, era + 1);
        }

        return (seq, era);
    }
}
