using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about the run as a whole: how it begins and how it ends.</summary>
internal static class RunDecider
{
    public static void Begin(Decision decision, BeginRun begin)
    {
        decision.Emit(Started(decision, begin));
        if (begin.Fork is { } fork)
            Fork(decision, fork);
    }

    public static void Queue(Decision decision, BeginRun begin) => decision.Emit(new RunQueued(Started(decision, begin)));

    public static void Admit(Decision decision)
    {
        if (decision.State.Queued is { } begin)
            decision.Emit(begin);
    }

    private static void Fork(Decision decision, ForkRun fork)
    {
        decision.Emit(new RunForked(fork.Parent.Value, fork.Seq, fork.By) { Attributes = fork.Attributes });
        Edit(decision, fork.Edits, fork.By);
    }

    /// <summary>Changes inputs, variables and inputs of steps.</summary>
    public static void Edit(Decision decision, RunEdits edits, string by)
    {
        if (edits.Inputs is not null || edits.Variables is not null)
            decision.Emit(new RunEdited(edits.Inputs, edits.Variables, by));
        foreach (var (path, input) in edits.Steps ?? [])
            decision.Emit(new StepInputEdited(path, input, by));
    }

    /// <summary>Ends the run when no step of its own is open any more.</summary>
    public static void End(Decision decision)
    {
        var state = decision.State;
        if (state.RollbackDue is not null)
        {
            RestAfterRollback(decision);
            return;
        }

        var failed = state.Root!.Steps.Where(static s => s.Status == StepStatus.Failed && s.BlocksDependants).ToArray();
        if (failed.Length > 0)
        {
            Fail(decision, Summarise(failed));
            return;
        }

        try
        {
            decision.Emit(new RunCompleted(Outputs(decision, state.Root!)));
        }
        catch (Exception exception) when (exception is ExpressionException or AxleException)
        {
            Fail(decision, new AxleError(ErrorKind.Validation, $"The outputs cannot be computed: {exception.Message}"));
        }
    }

    /// <summary>The run has failed: what names how to undo it is undone first.</summary>
    public static void Fail(Decision decision, AxleError error) => Undo(
        decision, new CompensationStarted(null, error, CompensationEnd.Failed), () => new RunFailed(error, [.. FailedSteps(decision.State)]));

    /// <summary>The run is cancelled, after undoing what names how to undo it, unless that is not wished.</summary>
    public static void Cancel(Decision decision, string by, string? reason, bool compensate)
    {
        var error = new AxleError(ErrorKind.Cancelled, reason is null ? $"Cancelled by {by}." : $"Cancelled by {by}: {reason}");
        if (compensate && decision.State.Status is RunStatus.Executing or RunStatus.Paused)
            Undo(decision, new CompensationStarted(null, error, CompensationEnd.Cancelled, by, reason), () => new RunCancelled(by, reason));
        else
            decision.Emit(new RunCancelled(by, reason));
    }

    /// <summary>Undoes what is to be undone, or goes on at once when there is nothing.</summary>
    public static void Undo(Decision decision, CompensationStarted started, Func<RunEvent> otherwise) =>
        decision.Emit(new Compensation(started, null, decision.State.Undoable).Next() is null ? otherwise() : started);

    /// <summary>All after the checkpoint is undone: the run rests, and goes back when it is resumed.</summary>
    public static void RestAfterRollback(Decision decision)
    {
        if (decision.State.RollbackDue is { } back)
            decision.Emit(new RunPaused(back.By ?? "engine", $"What was done after {back.Checkpoint ?? $"event {back.AfterSeq}"} is undone; resume the run to go on from there."));
    }

    /// <summary>A step ends its workflow with an error.</summary>
    public static void Leave(Decision decision, StepState step, AxleError error)
    {
        if (IsAskedFor(step))
            return;
        if (step.Scope.Frame.Owner is { } owner)
            CompensationDecider.Fail(decision, owner, error);
        else
            Fail(decision, error);
    }

    /// <summary>A step ends its workflow with a result.</summary>
    public static void Leave(Decision decision, StepState step, Payload result)
    {
        if (IsAskedFor(step))
            return;
        if (step.Scope.Frame.Owner is { } owner)
            StepDecider.Succeed(decision, owner, owner.Attempt, result, []);
        else
            decision.Emit(new RunCompleted(result));
    }

    /// <summary>Among steps that a handler asked for, 'return' and 'fail' end themselves alone: the handler is told, and decides.</summary>
    private static bool IsAskedFor(StepState step) => step.Scope.Frame.Owner is { Action.IsWork: true };

    /// <summary>What a workflow returns: what it declares, else the outputs of the steps that no other waits for.</summary>
    public static Payload Outputs(Decision decision, ScopeState workflow)
    {
        var declared = workflow.Frame.Workflow.Outputs;
        if (declared.IsEmpty)
        {
            return JsonObjects.Build(workflow.Steps
                .Where(static s => s.Output is not null && s.Scope.Graph.Dependents(s.Index).Length == 0)
                .Select(static s => KeyValuePair.Create(s.Definition.Key, s.Output!)));
        }

        var scope = new RunScope(decision.State, workflow, null, decision.Now);
        return Payload.From(JsonObjects.From(declared.OrderBy(static o => o.Key, StringComparer.Ordinal)
            .Select(o => KeyValuePair.Create(o.Key, o.Value.Evaluate(scope)))));
    }

    /// <summary>The first values of a workflow's variables.</summary>
    /// <exception cref="AxleException">Validation: one cannot be computed.</exception>
    public static Payload Variables(Decision decision, Workflow workflow, Payload inputs)
    {
        if (workflow.Variables.IsEmpty)
            return Payload.EmptyObject;
        var scope = new InputScope(inputs.Value, decision.Now);
        try
        {
            return Payload.From(JsonObjects.From(workflow.Variables.Select(v => KeyValuePair.Create(v.Key, v.Value.Evaluate(scope)))));
        }
        catch (ExpressionException exception)
        {
            throw new AxleException(ErrorKind.Validation, $"A first value of the variables cannot be computed from these inputs: {exception.Message}", exception);
        }
    }

    /// <summary>Addresses of the run's own steps that failed.</summary>
    public static IEnumerable<string> FailedSteps(RunState state) =>
        state.Root!.Steps.Where(static s => s.Status == StepStatus.Failed && s.BlocksDependants).Select(static s => s.Path);

    private static RunStarted Started(Decision decision, BeginRun begin)
    {
        var (state, workflow) = (decision.State, decision.State.Workflow);
        return new RunStarted(
            workflow.Name,
            workflow.Version,
            begin.Definition,
            begin.Inputs,
            Variables(decision, workflow, begin.Inputs),
            begin.Attributes,
            begin.By,
            state.Workflows.Hashes,
            begin.Admission?.Group,
            begin.Admission?.Limit);
    }

    private static AxleError Summarise(StepState[] failed)
    {
        var first = failed[0].Error ?? new AxleError(ErrorKind.Unknown, "no error was recorded");
        return failed.Length == 1
            ? first with { Message = FailureText.Of(failed[0]), RetryAfter = null }
            : first with
            {
                Message = $"{failed.Length} steps failed: " + string.Join("; ", failed.Select(static s => $"'{s.Path}': {s.Error?.Message}")),
                RetryAfter = null,
            };
    }
}
