using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Resilience;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation;

/// <summary>
/// What must come out of a run, computed the simple way: steps one after another, no events, no crashes, no clock. The engine is held to it.
/// </summary>
internal sealed class ReferenceModel(Workflow workflow, Script script)
{
    private readonly Dictionary<string, (StepStatus Status, bool Blocks)> _ended = new(StringComparer.Ordinal);

    /// <summary>The status in which every step of the run's own list must end.</summary>
    public IReadOnlyDictionary<string, StepStatus> Run()
    {
        // The generator lists dependencies before dependants.
        foreach (var step in workflow.Steps)
            _ended[step.Key] = End(step);
        return _ended.ToDictionary(static e => e.Key, static e => e.Value.Status);
    }

    /// <summary>Whether the run must complete.</summary>
    public bool Completes => workflow.Steps.All(s => _ended[s.Key].Status != StepStatus.Failed || s.ContinueOnError);

    private (StepStatus Status, bool Blocks) End(Step step)
    {
        var blocked = step.DependsOn.Any(d => _ended[d].Blocks);
        var runs = step.When?.Text switch
        {
            null => !blocked,
            "always()" => true,
            "failure()" => blocked,
            "false" => false,
            _ => !blocked,
        };
        if (!runs)
            return (StepStatus.Skipped, blocked);
        return Perform(step, step.Key) is { } error && !Handles(step, error)
            ? (StepStatus.Failed, !step.ContinueOnError)
            : (StepStatus.Completed, false);
    }

    /// <summary>Null when an attempt succeeds, else the last error's kind.</summary>
    private ErrorKind? Perform(Step step, string path)
    {
        ErrorKind? last = null;
        ImmutableArray<string> tools = [((ToolAction)step.Action).Tool, .. step.Fallbacks.Select(static f => ((ToolAction)f.Action!).Tool)];
        foreach (var tool in tools)
        {
            var attempt = 0;
            do
            {
                last = Outcome(script.Of(path, tool, ++attempt), step.AttemptTimeout is not null);
                if (last is null)
                    return null;
            }
            while (Backoff.ShouldRetry(step.Retry, last.Value, attempt));
        }

        return last;
    }

    private bool Handles(Step step, ErrorKind error) =>
        step.OnError.FirstOrDefault(h => h.Takes(error)) is { } handler
        && handler.Steps.All(inner => Perform(inner, $"{step.Key}/onError/{inner.Key}") is null);

    /// <summary>The error an attempt ends with; null for success. <see cref="SimulatedHandler"/> acts the same out.</summary>
    private static ErrorKind? Outcome(Attempt attempt, bool hasTimeLimit) => attempt switch
    {
        Attempt.Succeeds => null,
        Attempt.FailsForNow => ErrorKind.Network,
        Attempt.FailsForGood => ErrorKind.Validation,
        Attempt.Hangs => hasTimeLimit ? ErrorKind.Timeout : ErrorKind.Overloaded,
        _ => null,
    };
}
