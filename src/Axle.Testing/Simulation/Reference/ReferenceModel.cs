using System.Text.Json;
using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Reference;

/// <summary>
/// What must come out of a run, computed the simple way: steps one after another, no events, no crashes, no clock. The engine is held to
/// it. Where the outcome depends on the order of events, the expectation says so.
/// </summary>
/// <param name="workflows">What is run.</param>
/// <param name="script">How attempts, people and signals behave.</param>
/// <param name="era">How often the run was taken up again after a failure.</param>
/// <param name="kept">How steps ended before that and still count; null for none.</param>
internal sealed class ReferenceModel(WorkflowSet workflows, Script script, int era = 0, Kept? kept = null)
{
    private readonly Expectation _expected = new();
    private readonly Kept _kept = kept ?? Kept.Nothing;
    private ModelSteps? _steps;
    private ModelUndo? _undo;

    /// <summary>Goes through the run.</summary>
    /// <param name="inputs">Its inputs, defaults filled in; null for none.</param>
    public Expectation Run(JsonElement? inputs = null)
    {
        _undo = new ModelUndo(_expected, RunScope);
        _steps = new ModelSteps(script, era, new ModelGroups(workflows, _expected, _undo, _kept, RunScope, RunFrame));
        var frame = new ModelFrame(workflows.Main, "", inputs ?? ModelJson.Object([]));
        var result = RunFrame(frame, null, "");
        foreach (var (status, _) in frame.Enders)
            _expected.Statuses.Add(status);
        if (frame.Enders.Count == 0)
            _expected.Statuses.Add(result.Error is null ? RunStatus.Completed : RunStatus.Failed);
        if (frame.Enders.Count <= 1)
            (_expected.Outputs, _expected.Error) = (result.Output, result.Error);
        // Steps that are undone when the run fails are found in the history when it ended at a moment of its own.
        if (_expected.Statuses.SetEquals([RunStatus.Failed]) && frame.Enders.Count == 0)
            _undo.Under("");
        return _expected;
    }

    /// <summary>A whole workflow: the run's own, or a used one.</summary>
    private ModelResult RunFrame(ModelFrame frame, ModelScope? user, string around)
    {
        var scope = new ModelScope(frame, frame.Workflow.Steps, frame.Prefix, null, around);
        foreach (var (name, value) in frame.Workflow.Variables)
            frame.Variables[name] = value.Evaluate(scope);
        var result = RunScope(scope);
        if (frame.Enders.Count == 0)
            return result.Error is null ? ModelResult.Of(Outputs(scope)) : result;
        _expected.MayNotHappen(frame.Prefix);
        return frame.Enders[0].Result;
    }

    private static JsonElement Outputs(ModelScope scope)
    {
        var declared = scope.Frame.Workflow.Outputs;
        scope.Current = null;
        return ModelJson.Object(declared.IsEmpty
            ? scope.Steps
                .Where(s => scope.Ends[s.Key].Output is not null && !scope.Steps.Any(other => other.DependsOn.Contains(s.Key)))
                .Select(s => KeyValuePair.Create(s.Key, scope.Ends[s.Key].Output))
            : declared.Select(o => KeyValuePair.Create(o.Key, (JsonElement?)o.Value.Evaluate(scope))));
    }

    private ModelResult RunScope(ModelScope scope)
    {
        // The generator lists dependencies before dependants.
        foreach (var step in scope.Steps)
        {
            scope.Current = step;
            var end = End(scope, step);
            scope.Ends[step.Key] = end;
            _expected.Steps[scope.Prefix + step.Key] = end;
            if (end.Status == StepStatus.Completed && step.Compensate is not null)
                _undo!.Completed(scope, step);
        }

        return scope.Steps.Select(s => scope.Ends[s.Key]).FirstOrDefault(static e => e is { Status: StepStatus.Failed, Blocks: true }) is { } failed
            ? ModelResult.Failed(failed.Error!.Value)
            : ModelResult.Of(ModelJson.Object(scope.Steps
                .Where(s => scope.Ends[s.Key].Output is not null)
                .Select(s => KeyValuePair.Create(s.Key, scope.Ends[s.Key].Output))));
    }

    private StepEnd End(ModelScope scope, Step step)
    {
        if (_kept.Find(scope.Prefix + step.Key) is { } before)
        {
            if (step.Action is SetAction && before.Output is { } values)
                scope.Frame.Set(values);
            return before;
        }

        var blocked = scope.Failure();
        if (blocked && step.When is not { UsesStatusFunction: true })
            return new StepEnd(StepStatus.Skipped, Blocks: true);
        try
        {
            return step.When is null || step.When.Evaluate(scope).IsTruthy ? Perform(scope, step) : new StepEnd(StepStatus.Skipped, Blocks: blocked);
        }
        catch (ExpressionException)
        {
            return GiveUp(scope, step, ErrorKind.Validation);
        }
    }

    private StepEnd Perform(ModelScope scope, Step step)
    {
        switch (step.Action)
        {
            case SetAction set:
                var values = set.Values.Evaluate(scope);
                scope.Frame.Set(values);
                return new StepEnd(StepStatus.Completed, values);
            case ReturnAction end:
                var value = end.Value.Evaluate(scope);
                scope.Frame.Return(value);
                return new StepEnd(StepStatus.Completed, value);
            case FailAction:
                scope.Frame.Fail();
                return new StepEnd(StepStatus.Failed, Error: ErrorKind.Failed, Blocks: true);
            default:
                var result = _steps!.Perform(scope, step);
                return result.Error is { } error ? GiveUp(scope, step, error) : new StepEnd(StepStatus.Completed, result.Output);
        }
    }

    /// <summary>Out of attempts and fallbacks: an error handler, else the step has failed.</summary>
    private StepEnd GiveUp(ModelScope scope, Step step, ErrorKind error)
    {
        if (step.OnError.FirstOrDefault(h => h.Takes(error)) is { } handler)
        {
            scope.Ends[step.Key] = new StepEnd(StepStatus.Handling, Error: error);
            var handled = RunScope(new ModelScope(scope.Frame, handler.Steps, $"{scope.Prefix}{step.Key}/onError/", scope, scope.Around));
            if (handled.Error is null)
                return new StepEnd(StepStatus.Completed, handled.Output);
            error = handled.Error.Value;
        }

        return new StepEnd(StepStatus.Failed, Error: error, Blocks: !step.ContinueOnError);
    }
}
