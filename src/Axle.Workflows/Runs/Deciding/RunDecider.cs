using Axle.Workflows.Expressions;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about the run as a whole: begin, recover, resume, end.</summary>
internal static class RunDecider
{
    public static void Begin(Decision decision, BeginRun begin)
    {
        var state = decision.State;
        var variables = Variables(decision, begin);
        decision.Emit(new RunStarted(
            state.Workflow.Name, state.Workflow.Version, begin.Definition, begin.Inputs, variables, begin.Attributes, begin.By));
    }

    public static void Recover(Decision decision, string by)
    {
        if (decision.State.Status == RunStatus.Executing)
            decision.Emit(new RunRecovered(by));
    }

    public static void Resume(Decision decision, string by)
    {
        if (decision.State.Status is RunStatus.Paused or RunStatus.Failed)
            decision.Emit(new RunResumed(by));
    }

    /// <summary>Ends the run when no step of its own is open any more.</summary>
    public static void End(Decision decision)
    {
        var state = decision.State;
        var failed = state.Root!.Steps.Where(static s => s.Status == StepStatus.Failed && s.BlocksDependants).ToArray();
        if (failed.Length > 0)
        {
            decision.Emit(new RunFailed(Summarise(failed), [.. failed.Select(static s => s.Path)]));
            return;
        }

        try
        {
            decision.Emit(new RunCompleted(Outputs(state, decision.Now)));
        }
        catch (Exception exception) when (exception is ExpressionException or AxleException)
        {
            decision.Emit(new RunFailed(new AxleError(ErrorKind.Validation, $"The outputs cannot be computed: {exception.Message}"), []));
        }
    }

    private static AxleError Summarise(StepState[] failed)
    {
        var first = failed[0].Error ?? new AxleError(ErrorKind.Unknown, "no error was recorded");
        return failed.Length == 1
            ? first with { Message = $"Step '{failed[0].Path}' failed: {first.Message}", RetryAfter = null }
            : first with
            {
                Message = $"{failed.Length} steps failed: " + string.Join("; ", failed.Select(static s => $"'{s.Path}': {s.Error?.Message}")),
                RetryAfter = null,
            };
    }

    private static Payload Outputs(RunState state, DateTimeOffset now)
    {
        var scope = new RunScope(state, state.Root!, null, now);
        var declared = state.Workflow.Outputs;
        var values = declared.IsEmpty
            ? state.Root!.Steps
                .Where(s => s.Output is not null && s.Scope.Graph.Dependents(s.Index).Length == 0)
                .Select(static s => KeyValuePair.Create(s.Definition.Key, s.Output!.Value))
            : declared.OrderBy(static o => o.Key, StringComparer.Ordinal).Select(o => KeyValuePair.Create(o.Key, o.Value.Evaluate(scope)));
        return Payload.From(JsonObjects.From(values));
    }

    private static Payload Variables(Decision decision, BeginRun begin)
    {
        var variables = decision.State.Workflow.Variables;
        if (variables.IsEmpty)
            return Payload.EmptyObject;
        var scope = new InputScope(begin.Inputs.Value, decision.Now);
        try
        {
            return Payload.From(JsonObjects.From(variables.Select(v => KeyValuePair.Create(v.Key, v.Value.Evaluate(scope)))));
        }
        catch (ExpressionException exception)
        {
            throw new AxleException(ErrorKind.Validation, $"A first value of the variables cannot be computed from these inputs: {exception.Message}", exception);
        }
    }
}
