using Axle.Testing.Simulation.Reference;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Checks;

/// <summary>Holds the state in which a run ended to what the reference model expects.</summary>
internal static class OutcomeCheck
{
    /// <summary>Holds it.</summary>
    /// <param name="expected">What must come out.</param>
    /// <param name="state">What came out.</param>
    /// <param name="wasResumed">
    /// Whether the run was taken up again after a failure: then there are steps inside of kept ones, and the expectation knows these as a whole.
    /// </param>
    public static void Check(Expectation expected, RunState state, bool wasResumed)
    {
        var cancelled = state.Status == RunStatus.Cancelled;
        var ended = state.Records.ToDictionary(static r => r.Path, StringComparer.Ordinal);
        foreach (var record in ended.Values)
        {
            if (expected.Steps.TryGetValue(record.Path, out var end))
                Check(expected, record, end, isCertain: !cancelled && !expected.IsUncertain(record.Path));
            else
                Require(cancelled || wasResumed || expected.IsUncertain(record.Path), $"Step '{record.Path}' ended {record.Status}, and the reference model does not know it.");
        }

        if (cancelled)
            return;
        Require(expected.Statuses.Contains(state.Status), $"The run ended {state.Status}, the reference model says {string.Join(" or ", expected.Statuses)}.");
        foreach (var (path, end) in expected.Steps.Where(s => !ended.ContainsKey(s.Key) && !expected.IsUncertain(s.Key)))
            throw new SimulationFailedException($"Step '{path}' is not there, the reference model says {end.Status}.");
        foreach (var record in ended.Values.Where(r => !wasResumed && !expected.IsUncertain(r.Path)))
        {
            Require(record.IsUndone == expected.Undone.Contains(record.Path),
                $"Step '{record.Path}' was {(record.IsUndone ? "" : "not ")}undone, the reference model says otherwise.");
        }

        if (expected.Outputs is { } outputs)
            Require(state.Outputs is { } got && ModelJson.Matches(outputs, got.Value), $"The run returned {state.Outputs}, the reference model says {outputs}.");
        if (expected.Error is { } error)
            Require(state.Error?.Kind == error, $"The run failed with {state.Error?.Kind}, the reference model says {error}.");
    }

    private static void Check(Expectation expected, StepRecord record, StepEnd end, bool isCertain)
    {
        if (!isCertain && (record.Status == StepStatus.Cancelled || expected.EndedBefore(record.Path, record.Status)))
            return;
        Require(record.Status == end.Status, $"Step '{record.Path}' ended {record.Status}, the reference model says {end.Status}.");
        if (!isCertain)
            return;
        if (end.Status == StepStatus.Completed && end.Output is { } output)
        {
            Require(record.Output is { } got && ModelJson.Matches(output, got.Value),
                $"Step '{record.Path}' returned {record.Output}, the reference model says {output}.");
        }

        if (end.Status == StepStatus.Failed)
            Require(record.Error?.Kind == end.Error, $"Step '{record.Path}' failed with {record.Error?.Kind}, the reference model says {end.Error}.");
    }

    private static void Require(bool holds, string otherwise) => Invariants.Require(holds, otherwise);
}
