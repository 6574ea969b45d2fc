using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Resilience;
using Axle.Workflows.Runs.Deciding.Kinds;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about single steps: start, result, failure, and what follows a failure: retry, fallback, error handler, the end.</summary>
internal static class StepDecider
{
    public static void Complete(Decision decision, CompleteStep complete)
    {
        if (Current(decision, complete.Path, complete.Attempt) is not { } step)
            return;
        if (complete.Next is { } next)
            TurnDecider.Turn(decision, step, complete, next);
        else
            Succeed(decision, step, complete.Attempt, complete.Output, complete.Decisions, complete.Usage, jitter: complete.Jitter);
    }

    public static void Fail(Decision decision, FailStep fail)
    {
        if (Current(decision, fail.Path, fail.Attempt) is { } step)
            FailAttempt(decision, step, fail.Error, fail.Jitter, fail.Usage, fail.Decisions);
    }

    /// <summary>Ends a step with a result, unless the result does not pass its gate.</summary>
    public static void Succeed(
        Decision decision,
        StepState step,
        int attempt,
        Payload output,
        ImmutableArray<StepDecision> decisions,
        ModelUsage? usage = null,
        string? signal = null,
        double jitter = 0.5)
    {
        if (GateDecider.Fault(decision, step, output) is not { } fault)
            decision.Emit(new StepCompleted(step.Path, attempt, output, decisions, usage, signal));
        else if (step.Inner is null || step.Action.IsWork)
            FailAttempt(decision, step, fault, jitter, usage);
        else
            CompensationDecider.Fail(decision, step, fault);
    }

    /// <summary>Ends a step with a result that is put together now.</summary>
    public static void Succeed(Decision decision, StepState step, Func<Payload> output)
    {
        try
        {
            Succeed(decision, step, step.Attempt, output(), []);
        }
        catch (Exception exception) when (exception is ExpressionException or AxleException)
        {
            CompensationDecider.Fail(decision, step, new AxleError(ErrorKind.Validation, $"The output of step '{step.Path}' cannot be computed: {exception.Message}"));
        }
    }

    /// <summary>Begins an attempt with a newly evaluated input.</summary>
    public static void Start(Decision decision, StepState step)
    {
        switch (step.Action)
        {
            case WaitAction wait:
                WaitDecider.Begin(decision, step, wait, RunScope.For(decision, step));
                return;
            case ApprovalAction approval:
                ApprovalDecider.Begin(decision, step, approval, RunScope.For(decision, step));
                return;
        }

        var input = Input(decision, step);
        if (decision.State.Recorded is not null && ReuseDecider.Find(decision.State, step, input) is { } recorded)
            decision.Emit(new StepCompleted(step.Path, 0, recorded.Output, [ReuseDecider.Because(decision.State)]));
        else
            decision.Emit(new StepStarted(step.Path, step.Attempt + 1, input));
    }

    /// <summary>Begins another attempt: with the input of the one before, or, for the first of a fallback, with a newly evaluated one.</summary>
    public static void StartAgain(Decision decision, StepState step)
    {
        if (!BudgetDecider.MayStart(decision, step))
            return;
        if (step.Input is not null && step.Action is not (WaitAction or ApprovalAction))
            decision.Emit(new StepStarted(step.Path, step.Attempt + 1, null));
        else
            StartAnew(decision, step);
    }

    public static void FailAttempt(
        Decision decision, StepState step, AxleError error, double jitter, ModelUsage? usage = null, ImmutableArray<StepDecision> decisions = default)
    {
        if (error.Kind == ErrorKind.BudgetSpent)
            BudgetDecider.Wait(decision, step, error, usage);
        else if (step is { IsInFlight: true, Definition.Effect: StepEffect.Once } && ResolutionDecider.IsOpen(error.Kind))
            decision.Emit(new StepUnresolved(step.Path, step.Attempt, error));
        else
            decision.Emit(new StepAttemptFailed(step.Path, step.Attempt, error, RetryAt(decision, step, error, jitter), usage)
            {
                Decisions = decisions.IsDefaultOrEmpty ? null : decisions,
            });
    }

    /// <summary>No more attempts with this action: the next fallback, else an error handler, else the step has failed.</summary>
    public static void GiveUp(Decision decision, StepState step, AxleError error)
    {
        if (error.Kind != ErrorKind.Cancelled && step.Fallback + 1 < step.Definition.Fallbacks.Length && !IsOutOfTime(decision, step))
        {
            var next = step.Fallback + 1;
            decision.Emit(new StepFellBack(step.Path, next, ActionText.Of(step.Definition.Fallbacks[next]), error));
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
        var failed = handler.FirstFailure;
        try
        {
            decision.Emit(failed is null
                ? new StepCompleted(owner.Path, owner.Attempt, ScopeDecider.OutputOf(handler), [Handled(owner)])
                : HandlerFailed(owner, failed.Error! with { Message = $"Its error handler failed at '{failed.Path}': {failed.Error!.Message}" }));
        }
        catch (AxleException exception)
        {
            decision.Emit(HandlerFailed(owner, exception.Error));
        }
    }

    private static StepFailed HandlerFailed(StepState owner, AxleError error) => new(owner.Path, error, owner.Definition.ContinueOnError);

    private static StepDecision Handled(StepState owner) =>
        new("error-handled", $"Handled: {owner.Error!.Message}", JsonSerializer.SerializeToElement(new { kind = owner.Error.Kind.ToName() }));

    private static void StartAnew(Decision decision, StepState step)
    {
        try
        {
            Start(decision, step);
        }
        catch (Exception exception) when (exception is ExpressionException or AxleException)
        {
            var broken = new AxleError(ErrorKind.Validation, $"A fallback of step '{step.Path}' cannot be computed: {exception.Message}");
            GiveUp(decision, step, broken);
        }
    }

    private static Payload Input(Decision decision, StepState step)
    {
        if (decision.State is { HasEditedInputs: true } state && step.Fallback < 0 && state.EditedInputs.TryGetValue(step.Path, out var edited))
            return step.Action is ForEachAction ? ForEachDecider.Items(edited.Value) : edited;
        if (step is { With: null, Action: not (ForEachAction or PromptAction or RunAction) })
            return Payload.EmptyObject;
        var scope = RunScope.For(decision, step);
        if (step.Action is ForEachAction forEach)
            return ForEachDecider.Items(forEach.Items.Evaluate(scope));
        var with = step.With is { } template ? template.Evaluate(scope) : Payload.EmptyObject.Value;
        return Payload.From(step.Action switch
        {
            PromptAction prompt => JsonObjects.From(
                [KeyValuePair.Create("prompt", prompt.Prompt.Evaluate(scope)), KeyValuePair.Create("with", with)]),
            RunAction run => JsonObjects.From(ProgramInput(run, with, scope)),
            _ => with,
        });
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> ProgramInput(RunAction run, JsonElement with, RunScope scope)
    {
        yield return KeyValuePair.Create("command", JsonObjects.List([.. run.Command.Select(c => c.Evaluate(scope))]));
        if (run.Directory is { } directory)
            yield return KeyValuePair.Create("directory", directory.Evaluate(scope));
        if (run.Environment is { } environment)
            yield return KeyValuePair.Create("environment", environment.Evaluate(scope));
        yield return KeyValuePair.Create("with", with);
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
        !decision.State.Status.IsEnded() && decision.State.FindStep(path) is { IsInFlight: true } step && step.Attempt == attempt ? step : null;
}
