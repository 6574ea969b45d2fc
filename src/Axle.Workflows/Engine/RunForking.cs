using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Engine;

/// <summary>Makes runs out of runs: forks that share a history up to an event, and replays that reuse results.</summary>
internal sealed class RunForking(RunReader reader, WorkflowPinning pinning, TimeProvider time)
{
    /// <summary>Decides a fork: a copy of the history up to the event, and from there its own way.</summary>
    /// <exception cref="AxleException">There is no such run or event; nothing would be left to do; or the other definition does not fit.</exception>
    public async Task<Decision> ForkAsync(RunId id, ForkRequest request, string by, CancellationToken cancellationToken)
    {
        var events = await reader.HistoryAsync(request.Parent, cancellationToken);
        InputCheck.CheckAttributes(request.Attributes);
        var at = request.At ?? events.Count;
        if (at < 1 || at > events.Count)
            throw new AxleException(ErrorKind.NotFound, $"Run {request.Parent} has events 1 to {events.Count}, and no event {at}.");
        var state = await reader.FoldAsync(id, events, at, cancellationToken);
        if (state.Status is RunStatus.Completed or RunStatus.Cancelled or RunStatus.Idle)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"At event {at} run {request.Parent} was {state.Status.ToString().ToLowerInvariant()}, so a fork would have nothing to go on with. Name an earlier event with --at.");
        }

        if (state.Compensation is not null)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"At event {at} run {request.Parent} was undoing what it did, and a fork would undo that a second time. Name an event before it began to, or after it ended, with --at.");
        }

        var decision = new Decision(state, time.GetUtcNow());
        foreach (var recorded in events.Take((int)at))
            decision.Adopt(recorded);
        decision.Emit(new RunForked(request.Parent.Value, at, by) { Attributes = request.Attributes.IsEmpty ? null : request.Attributes });
        if (request.Workflow is { } workflow)
        {
            var workflows = await pinning.PinAsync(workflow, cancellationToken);
            MigrationDecider.Migrate(decision, new MigrateRun(workflows, StoredDefinitions.From(workflow).Hash, by));
        }

        RunDecider.Edit(decision, EditCheck.Check(state, request.Edits), by);
        if (state.Status is RunStatus.Paused or RunStatus.Failed)
            Decider.Decide(decision, new Runs.Deciding.ResumeRun(by));
        else
            Decider.Decide(decision, new GoOnFromRollback(0.5));
        return decision;
    }

    /// <summary>The results of a run's steps, with what they were made of.</summary>
    public async Task<IReadOnlyDictionary<string, RecordedResult>> RecordedAsync(RunId parent, CancellationToken cancellationToken)
    {
        var results = new Dictionary<string, RecordedResult>(StringComparer.Ordinal);
        var events = await reader.HistoryAsync(parent, cancellationToken);
        var state = await reader.FoldAsync(parent, events, 1, cancellationToken);
        for (var i = 1; i < events.Count; i++)
        {
            if (events[i].Event is RunRolledBack or RunMigrated)
            {
                state = await reader.FoldAsync(parent, events, i + 1, cancellationToken);
                continue;
            }

            if (events[i].Event is StepCompleted { Output: { } output } completed
                && state.FindStep(completed.Path) is { Input: { } input } step && step.Action.IsWork)
                results[completed.Path] = new RecordedResult(StepInputHash.Of(step.Definition, input), output);
            state.Apply(events[i]);
        }

        return results;
    }
}
