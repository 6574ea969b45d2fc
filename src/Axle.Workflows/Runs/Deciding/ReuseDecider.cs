namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides whether the result of another run can be taken over: when the same step did the same with the same input there.</summary>
internal static class ReuseDecider
{
    public static RecordedResult? Find(RunState state, StepState step, Payload input) =>
        step.Action.IsWork && step.Fallback < 0
        && state.Recorded!.TryGetValue(step.Path, out var recorded)
        && recorded.InputHash == StepInputHash.Of(step.Definition, input)
            ? recorded
            : null;

    public static StepDecision Because(RunState state) =>
        new("reused", $"Nothing it depends on changed: the result of run {state.Parent} is taken over.");
}
