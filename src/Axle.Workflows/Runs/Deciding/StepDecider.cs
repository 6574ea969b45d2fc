using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Resilience;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about single steps: start, result, failure, and what follows a failure: retry, fallback, error handler, the end.</summary>
internal static class StepDecider
{
    public static void Complete(Decision decision, CompleteStep complete)
    {
        if (Current(decision, complete.Path, complete.Attempt) is { } step)
            decision.Emit(new StepCompleted(step.Path, complete.Attempt, complete.Output, complete.Decisions));
    }

    public static void Fail(Decision decision, FailStep fail)
    {
        if (Current(decision, fail.Path, fail.Attempt) is { } step)
            FailAttempt(decision, step, fail.Error, fail.Jitter);
    }

    /// <summary>Begins an attempt with a newly evaluated input.</summary>
    public static void Start(Decision decision, StepState step, RunScope scope) =>
        decision.Emit(new StepStarted(step.Path, step.Attempt + 1, Input(step, scope)));

    /// <summary>Begins another attempt: with the input of the one before, or, for the first of a fallback, with a newly evaluated one.</summary>
    public static void StartAgain(Decision decision, StepState step)
    {
        if (step.Input is null)
            StartFallback(decision, step);
        else
            decision.Emit(new StepStarted(step.Path, step.Attempt + 1, null));
    }

    public static void FailAttempt(Decision decision, StepState step, AxleError error, double jitter)
    {
        var retryAt = RetryAt(decision, step, error, jitter);
        decision.Emit(new StepAttemptFailed(step.Path, step.Attempt, error, retryAt));
        if (retryAt is null)
            GiveUp(decision, step, error);
    }

    /// <summary>No more attempts with this action: the next fallback, else an error handler, else the step has failed.</summary>
    public static void GiveUp(Decision decision, StepState step, AxleError error)
    {
        if (error.Kind != ErrorKind.Cancelled && step.Fallback + 1 < step.Definition.Fallbacks.Length && !IsOutOfTime(decision, step))
        {
            FallBack(decision, step, error);
            return;
        }

        for (var i = 0; i < step.Definition.OnError.Length; i++)
        {
            if (step.Definition.OnError[i].Takes(error.Kind))
            {
                decision.Emit(new StepHandled(step.Path, i, error));
                return;
            }
        }

        decision.Emit(new StepFailed(step.Path, error, step.Definition.ContinueOnError));
    }

    /// <summary>Ends a step whose error handler's steps have all ended.</summary>
    public static void CloseHandler(Decision decision, StepState owner, ScopeState handler)
    {
        var failed = Array.Find(handler.Steps, static s => s.Status == StepStatus.Failed && s.BlocksDependants);
        try
        {
            decision.Emit(failed is null
                ? new StepCompleted(owner.Path, owner.Attempt, Outputs(handler), [Handled(owner)])
                : HandlerFailed(owner, failed.Error! with { Message = $"Its error handler failed at '{failed.Path}': {failed.Error!.Message}" }));
        }
        catch (AxleException exception)
        {
            decision.Emit(HandlerFailed(owner, exception.Error));
        }
    }

    private static StepFailed HandlerFailed(StepState owner, AxleError error) => new(owner.Path, error, owner.Definition.ContinueOnError);

    private static Payload Outputs(ScopeState handler) => Payload.From(JsonObjects.From(handler.Steps
        .Where(static s => s.Output is not null)
        .Select(static s => KeyValuePair.Create(s.Definition.Key, s.Output!.Value))));

    private static StepDecision Handled(StepState owner) =>
        new("error-handled", $"Handled: {owner.Error!.Message}", JsonSerializer.SerializeToElement(new { kind = owner.Error.Kind.ToName() }));

    private static void FallBack(Decision decision, StepState step, AxleError error)
    {
        var next = step.Fallback + 1;
        decision.Emit(new StepFellBack(step.Path, next, ActionText.Of(step.Definition.Fallbacks[next]), error));
        // In a paused run the fallback is due at once, and starts when the run is resumed.
        if (decision.State.Status == RunStatus.Executing)
            StartFallback(decision, step);
    }

    private static void StartFallback(Decision decision, StepState step)
    {
        try
        {
            Start(decision, step, RunScope.For(decision, step));
        }
        catch (Exception exception) when (exception is ExpressionException or AxleException)
        {
            var broken = new AxleError(ErrorKind.Validation, $"A fallback of step '{step.Path}' cannot be computed: {exception.Message}");
            GiveUp(decision, step, broken);
        }
    }

    private static Payload Input(StepState step, RunScope scope)
    {
        var with = step.With is { } template ? template.Evaluate(scope) : Payload.EmptyObject.Value;
        return step.Action is PromptAction prompt
            ? Payload.From(JsonObjects.From([KeyValuePair.Create("prompt", prompt.Prompt.Evaluate(scope)), KeyValuePair.Create("with", with)]))
            : Payload.From(with);
    }

    private static DateTimeOffset? RetryAt(Decision decision, StepState step, AxleError error, double jitter)
    {
        var policy = step.Definition.Retry;
        if (!Backoff.ShouldRetry(policy, error.Kind, step.AttemptOfAction))
            return null;
        var at = decision.Now + Backoff.Delay(policy, step.AttemptOfAction, jitter, error.RetryAfter);
        return step.Definition.Timeout is { } limit && at >= step.LimitFrom + limit ? null : at;
    }

    private static bool IsOutOfTime(Decision decision, StepState step) =>
        step.Definition.Timeout is { } limit && step.StartedAt is not null && decision.Now >= step.LimitFrom + limit;

    /// <summary>The step, when this attempt is the one in flight; results of others come too late and change nothing.</summary>
    private static StepState? Current(Decision decision, string path, int attempt) =>
        !decision.State.Status.IsEnded()
        && decision.State.FindStep(path) is { Status: StepStatus.Running } step
        && step.Attempt == attempt
            ? step
            : null;
}
