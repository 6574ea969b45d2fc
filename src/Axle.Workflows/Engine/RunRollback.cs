using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Engine;

/// <summary>Goes back to an earlier place of a run: its later events stay in the history and count no more.</summary>
internal sealed class RunRollback(IRunStore store, RunReader reader, TimeProvider time, Random random)
{
    /// <summary>Decides the going back, and what follows at once.</summary>
    /// <param name="opened">The run.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="from">Name of a checkpoint or number of an event; null for the place that a compensated rollback named.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<Decision> DecideAsync(OpenedRun opened, RunState state, string? from, string by, CancellationToken cancellationToken)
    {
        var id = opened.Row.Run;
        var events = opened.Snapshot is null ? opened.Events : await store.ReadEventsAsync(id, 0, cancellationToken);
        var place = from is null
            ? new RunCheckpoint(state.RollbackDue!.AfterSeq, state.RollbackDue.Checkpoint ?? $"event {state.RollbackDue.AfterSeq}", false, default)
            : await FindAsync(id, events, from, cancellationToken);
        var there = await reader.FoldAsync(id, events, place.Seq, cancellationToken);
        while (there.GoesBackTo is { } further)
        {
            // There the run was about to go back itself: to be there again means to go where it went.
            place = new RunCheckpoint(further, $"event {further}", Automatic: false, events[(int)further - 1].At);
            there = await reader.FoldAsync(id, events, further, cancellationToken);
        }

        if (there.Status == RunStatus.Completed)
            throw new AxleException(ErrorKind.Validation, $"At '{place.Name}' run {id} was completed, so there is nothing to go on with. Name an earlier place.");
        if (there.Root is null)
            throw new AxleException(ErrorKind.Validation, $"At '{place.Name}' run {id} had not begun: it waited for room in its group. Name a later place.");
        var now = time.GetUtcNow() is var clock && clock > events[^1].At ? clock : events[^1].At;
        var back = new RecordedEvent(events.Count + 1, now, new RunRolledBack(place.Seq, place.Name, by));
        var decision = new Decision(await reader.FoldAsync(id, [.. events, back], long.MaxValue, cancellationToken), back.At);
        decision.Adopt(back);
        Decider.Decide(decision, new GoOnFromRollback(random.NextDouble()));
        return decision;
    }

    /// <summary>Finds a place by the name of a checkpoint or the number of an event.</summary>
    /// <exception cref="AxleException">There is none; the message names those there are.</exception>
    public async Task<RunCheckpoint> FindAsync(RunId id, IReadOnlyList<RecordedEvent> events, string from, CancellationToken cancellationToken)
    {
        if (long.TryParse(from, out var seq) && seq >= 1 && seq <= events.Count)
            return new RunCheckpoint(seq, $"event {seq}", Automatic: false, events[(int)seq - 1].At);
        var checkpoints = await reader.CheckpointsAsync(id, cancellationToken);
        return checkpoints.LastOrDefault(c => string.Equals(c.Name, from, StringComparison.Ordinal))
            ?? throw new AxleException(
                ErrorKind.NotFound,
                $"Run {id} has no checkpoint '{from}'. It has: {string.Join(", ", checkpoints.Select(static c => c.Name).Distinct())}; "
                + $"or give the number of an event, 1 to {events.Count}.");
    }
}
