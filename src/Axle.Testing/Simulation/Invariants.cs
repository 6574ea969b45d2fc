using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>What must be true of a stored run after every commit.</summary>
public static class Invariants
{
    /// <summary>Checks a run.</summary>
    /// <param name="workflow">Its definition.</param>
    /// <param name="row">Its status row.</param>
    /// <param name="events">All its events.</param>
    /// <exception cref="SimulationFailedException">Something is wrong; the message says what.</exception>
    public static void Check(Workflow workflow, RunRow row, IReadOnlyList<RecordedEvent> events)
    {
        CheckSequence(row, events);
        CheckResults(events);
        var state = Fold(workflow, row, events);
        Require(state.Status == row.Status, $"The row says {row.Status}, the events say {state.Status}.");
        Require(state.LastSeq == row.LastSeq, $"The row says event {row.LastSeq}, the events end at {state.LastSeq}.");
        Require(state.NextDue() == row.WakeAt, $"The row wakes at {row.WakeAt:O}, the state at {state.NextDue():O}.");
        CheckWakeSource(state);
        if (state.Status.IsEnded())
            Require(state.Records.All(static s => s.EndedAt is not null), "The run has ended, and a step of it has not.");
    }

    private static RunState Fold(Workflow workflow, RunRow row, IReadOnlyList<RecordedEvent> events)
    {
        try
        {
            return RunHistory.Of(new PinnedWorkflows(workflow)).Fold(row.Run, events);
        }
        catch (InvalidOperationException exception)
        {
            throw new SimulationFailedException($"The events cannot be folded: {exception.Message}", exception);
        }
    }

    private static void CheckSequence(RunRow row, IReadOnlyList<RecordedEvent> events)
    {
        Require(events.Count == row.LastSeq, $"The row says {row.LastSeq} events, there are {events.Count}.");
        for (var i = 0; i < events.Count; i++)
        {
            Require(events[i].Seq == i + 1, $"Event {i + 1} is missing.");
            Require(i == 0 || events[i].At >= events[i - 1].At, $"Event {i + 1} is older than the one before.");
        }
    }

    private static void CheckResults(IReadOnlyList<RecordedEvent> events)
    {
        var ended = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (happened, startsOver) in CountingHistory.Walk(events))
        {
            if (startsOver)
                ForgetWhatDidNotSucceed(ended);
            switch (happened)
            {
                case StepCompleted completed:
                    Require(ended.TryAdd(completed.Path, true), $"The result of step '{completed.Path}' is recorded twice.");
                    break;
                case StepFailed failed:
                    Require(ended.TryAdd(failed.Path, failed.Continued), $"Step '{failed.Path}' ended twice.");
                    break;
                case StepStarted started:
                    Require(!ended.ContainsKey(started.Path), $"Step '{started.Path}' began after it had ended.");
                    break;
            }
        }
    }

    /// <summary>Steps of error handlers too: their step is made again with all that is in it.</summary>
    private static void ForgetWhatDidNotSucceed(Dictionary<string, bool> ended)
    {
        foreach (var path in ended.Where(static e => !e.Value || e.Key.Contains("/onError/", StringComparison.Ordinal)).Select(static e => e.Key).ToArray())
            ended.Remove(path);
    }

    /// <summary>A run that executes has something in flight or a timer; else nothing would ever wake it.</summary>
    private static void CheckWakeSource(RunState state)
    {
        if (state.Status != RunStatus.Executing)
            return;
        Require(
            state.Records.Any(static s => s.Status == StepStatus.Running || (s.Status == StepStatus.Retrying && s.RetryAt is not null)),
            "The run executes, and nothing will ever wake it.");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new SimulationFailedException(otherwise);
    }
}
