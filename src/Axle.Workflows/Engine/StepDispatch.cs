using System.Globalization;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>Makes the work of a step that has started.</summary>
internal static class StepDispatch
{
    public static StepWork For(RunState state, StepState step, long epoch, long dispatch, DateTimeOffset now) => new(
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
            Deadline = step.Definition.AttemptTimeout is { } limit ? now + limit : null,
            Budget = state.Budget,
            Spent = state.Spent,
            Turns = step.Inner is { Turns.Count: > 0 } inner ? [.. inner.Turns] : [],
            AskedBy = step.Scope.Frame.Owner is { Action.IsWork: true, Inner.Turns: [var begun, ..] } ? begun.Note : null,
            AskedIn = step.Scope.Frame.Owner is { Action.IsWork: true, Inner.Turns: [.., var last] } ? last.Note : null,
            FlowSource = new Lazy<FlowLabel>(() => FlowInto.Of(step)),
            Depth = step.Scope.Frame.Turns,
            LastError = step.Error,
            Effect = step.Definition.Effect,
            CircuitBreaker = step.Definition.CircuitBreaker,
            Bulkhead = step.Definition.Bulkhead,
            CacheKey = CacheKey(state, step, now),
            CacheTtl = step.Definition.Cache?.Ttl,
            Priority = step.Definition.Priority ?? state.Workflow.Priority,
            CriticalPath = step.Scope.Graph.Rest(step.Index),
            Attributes = state.Attributes,
            Ended = EndedSteps.Snapshot(step.Scope),
            Upstream = new UpstreamKeys(step.Scope.Graph, step.Index),
        },
        epoch,
        dispatch)
    {
        Seq = state.LastSeq,
        Limit = step.Definition.AttemptTimeout,
    };

    /// <summary>
    /// The same for every attempt at the same action, so that an outside system can tell a repetition, until the step is undone: done again after
    /// that, it is other work. Null for the plain one.
    /// </summary>
    private static string? IdempotencyKey(RunState state, StepState step)
    {
        var times = state.TimesUndone?.GetValueOrDefault(step.Path) ?? 0;
        // What a handler asks for at an address is not the same when another handler asks, or the same one anew.
        var asked = step.Scope.Role == ScopeRole.Turn && step.Input is { } input ? $"@{input.Hash[..16]}" : "";
        return times == 0 && step.Fallback < 0 && asked.Length == 0
            ? null
            : $"{state.Id}/{step.Path}{asked}{Mark('#', step.Fallback + 1)}{Mark('~', times)}";
    }

    private static string Mark(char sign, int number) => number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{sign}{number}");

    private static string? CacheKey(RunState state, StepState step, DateTimeOffset now)
    {
        if (step.Definition.Cache is not { } cache || step.Fallback >= 0)
            return null;
        try
        {
            return new RunScope(state, step.Scope, step, now).Text(cache.Key);
        }
        catch (Expressions.ExpressionException)
        {
            // Without a key there is nothing to reuse: the step runs.
            return null;
        }
    }
}
