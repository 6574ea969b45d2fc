using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Engine;

/// <summary>Makes the work of a step that has started.</summary>
internal static class StepDispatch
{
    public static StepWork For(RunState state, StepState step, long epoch) => new(
        new StepContext
        {
            RunId = state.Id,
            Workflow = state.Workflow.Name,
            Path = step.Path,
            Key = step.Definition.Key,
            Attempt = step.Attempt,
            IsLastAttempt = step.AttemptOfAction >= step.Definition.Retry.MaxAttempts,
            Action = step.Action,
            Input = step.Input ?? Payload.EmptyObject,
            Provider = step.Provider,
            Model = step.Model,
            IdempotencyKey = IdempotencyKey(state, step),
            Attributes = state.Attributes,
            Ended = state.Ended,
            Upstream = new UpstreamKeys(step.Scope.Graph, step.Index),
        },
        epoch);

    /// <summary>The same for every attempt at the same action, so that an outside system can tell a repetition.</summary>
    private static string IdempotencyKey(RunState state, StepState step) =>
        step.Fallback < 0 ? $"{state.Id}/{step.Path}" : $"{state.Id}/{step.Path}#{step.Fallback + 1}";
}
