using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation.Checks;

/// <summary>What must be true of a stored run after every commit.</summary>
public static class Invariants
{
    /// <summary>Checks a run of a workflow that uses no other and in which every key is there once.</summary>
    /// <param name="workflow">Its definition.</param>
    /// <param name="row">Its status row.</param>
    /// <param name="events">All its events.</param>
    /// <exception cref="SimulationFailedException">Something is wrong; the message says what.</exception>
    public static void Check(Workflow workflow, RunRow row, IReadOnlyList<RecordedEvent> events)
    {
        CheckSequence(row, events);
        try
        {
            var state = RunHistory.Of(new PinnedWorkflows(workflow)).Fold(row.Run, events);
            Check(new StepCatalog(new WorkflowSet(workflow)), row, events, state);
        }
        catch (InvalidOperationException exception)
        {
            throw new SimulationFailedException($"The events cannot be folded: {exception.Message}", exception);
        }
    }

    /// <summary>Checks a run.</summary>
    /// <param name="steps">The definitions of its steps.</param>
    /// <param name="row">Its status row.</param>
    /// <param name="events">All its events.</param>
    /// <param name="state">What they fold to.</param>
    /// <param name="inParts">Whether a decision may have been stored of which the rest is still to be made: by the run's owner, or who takes it up.</param>
    /// <exception cref="SimulationFailedException">Something is wrong; the message says what.</exception>
    internal static void Check(StepCatalog steps, RunRow row, IReadOnlyList<RecordedEvent> events, RunState state, bool inParts = false)
    {
        Require(state.Status == row.Status, $"The row says {row.Status}, the events say {state.Status}.");
        CheckWakeTime(steps, row, state);
        var said = state.ToRow() with { WakeAt = row.WakeAt };
        Require(said == row, $"The row is {row}, the events say {said}.");
        ResultCheck.Check(steps, events);
        UndoCheck.Check(events);
        if (!inParts)
            CheckWakeSource(state);
        CheckRoom(steps, state);
        if (!state.Status.IsEnded())
            return;
        Require(row.WakeAt is null, "The run has ended, and a timer of it is set.");
        Require(state.Records.All(static s => s.EndedAt is not null), "The run has ended, and a step of it has not.");
    }

    /// <summary>Before the events are folded: none is missing, none is older than the one before.</summary>
    public static void CheckSequence(RunRow row, IReadOnlyList<RecordedEvent> events)
    {
        Require(events.Count == row.LastSeq, $"The row says {row.LastSeq} events, there are {events.Count}.");
        for (var i = 0; i < events.Count; i++)
        {
            Require(events[i].Seq == i + 1, $"Event {i + 1} is missing.");
            Require(i == 0 || events[i].At >= events[i - 1].At, $"Event {i + 1} is older than the one before.");
        }
    }

    /// <summary>
    /// A run that executes has work in flight, a timer, a question, a signal to come or an outcome to be told; else nothing would ever
    /// wake it.
    /// </summary>
    private static void CheckWakeSource(RunState state)
    {
        if (state.Status is not (RunStatus.Executing or RunStatus.Compensating))
            return;
        Require(
            state.Records.Any(s => s.Status switch
            {
                StepStatus.Running => IsWork(s),
                StepStatus.Retrying => s.RetryAt is not null,
                StepStatus.Waiting => s.WaitsUntil is not null || s.WaitsFor is not null || s.Question is not null,
                StepStatus.Unresolved => true,
                _ => false,
            }),
            "The run executes, and nothing will ever wake it.");
    }

    /// <summary>Rounds follow one another, and no more items are in work at once than the step allows; also when they are done again.</summary>
    private static void CheckRoom(StepCatalog steps, RunState state)
    {
        foreach (var step in state.Records)
        {
            if (step.Inner is { Open: var open } && (step.Kind == "loop" ? 1 : (steps.Of(step.Path).Action as ForEachAction)?.Concurrency) is { } room)
                Require(open <= room, $"Step '{step.Path}' has {open} lists in work at once, and may have {room}.");
        }
    }

    /// <summary>
    /// The time limit of an attempt counts from when a worker takes it up, which no event tells: it may be later than the events say. And a run that
    /// its process left with something to do is to be taken up at once, not when something is due.
    /// </summary>
    private static void CheckWakeTime(StepCatalog steps, RunRow row, RunState state)
    {
        var due = state.NextDue();
        var isLimited = state.Records.Any(s => s.Status == StepStatus.Running && steps.Of(s.Path).AttemptTimeout is not null);
        var isLeft = row.Status is RunStatus.Executing or RunStatus.Compensating && row.WakeAt is not null;
        Require(
            row.WakeAt == due || (isLimited && row.WakeAt is null) || ((isLimited || isLeft) && (due is null || row.WakeAt <= due)),
            $"The row wakes at {row.WakeAt:O}, the state at {due:O}.");
    }

    private static bool IsWork(StepRecord step) => step.Kind is "agent" or "prompt" or "tool" or "code" or "run";

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new SimulationFailedException(otherwise);
    }
}
