using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Begins every step that nothing holds back any more, closes what is finished, and ends the run when nothing is left.</summary>
internal static class Scheduler
{
    public static void Advance(Decision decision)
    {
        var state = decision.State;
        while (state.Status == RunStatus.Executing)
        {
            if (state.Ready.TryDequeue(out var step))
            {
                if (step.Status == StepStatus.Pending)
                    Begin(decision, step);
            }
            else if (state.Closable.TryDequeue(out var handler))
            {
                if (handler.Owner is { Status: StepStatus.Handling } owner && owner.Handler == handler)
                    StepDecider.CloseHandler(decision, owner, handler);
            }
            else
            {
                if (state.Root!.Open == 0)
                    RunDecider.End(decision);
                return;
            }
        }
    }

    private static void Begin(Decision decision, StepState step)
    {
        try
        {
            var scope = RunScope.For(decision, step);
            if (!MayRun(decision, step, scope))
                return;
            Perform(decision, step, scope);
        }
        catch (Exception exception) when (exception is ExpressionException or AxleException)
        {
            var error = new AxleError(ErrorKind.Validation, $"An expression of step '{step.Path}' cannot be computed: {exception.Message}");
            StepDecider.GiveUp(decision, step, error);
        }
    }

    private static bool MayRun(Decision decision, StepState step, RunScope scope)
    {
        var when = step.Definition.When;
        var blocked = !scope.Success();
        if (blocked && when is not { UsesStatusFunction: true })
        {
            decision.Emit(new StepSkipped(step.Path, $"{scope.WhatBlocks()} did not succeed", Blocked: true));
            return false;
        }

        if (when is null || when.Evaluate(scope).IsTruthy)
            return true;
        decision.Emit(new StepSkipped(step.Path, $"its condition is false: {when.Text}", Blocked: blocked));
        return false;
    }

    private static void Perform(Decision decision, StepState step, RunScope scope)
    {
        switch (step.Definition.Action)
        {
            case SetAction set:
                var values = Payload.From(set.Values.Evaluate(scope));
                decision.Emit(new VariablesSet(step.Path, values));
                decision.Emit(new StepCompleted(step.Path, 0, values, []));
                break;
            case FailAction fail:
                var error = new AxleError(ErrorKind.Failed, Text(fail.Message, scope));
                decision.Emit(new StepFailed(step.Path, error, Continued: false));
                decision.Emit(new RunFailed(error, [step.Path]));
                break;
            case ReturnAction @return:
                var result = Payload.From(@return.Value.Evaluate(scope));
                decision.Emit(new StepCompleted(step.Path, 0, result, []));
                decision.Emit(new RunCompleted(result));
                break;
            default:
                StepDecider.Start(decision, step, scope);
                break;
        }
    }

    private static string Text(Template template, RunScope scope)
    {
        var value = template.Evaluate(scope);
        return value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }
}
