using System.Collections.Immutable;
using System.Text.Json;
using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Testing.Simulation.Reference;

/// <summary>One attempt at a step that has steps inside.</summary>
internal sealed class ModelGroups(
    WorkflowSet workflows,
    Expectation expected,
    ModelUndo undo,
    Kept kept,
    Func<ModelScope, ModelResult> run,
    Func<ModelFrame, ModelScope?, string, ModelResult> runFrame)
{
    public ModelResult Attempt(ModelScope scope, Step step, StepAction action, JsonElement input, string around)
    {
        var place = scope.Prefix + step.Key;
        undo.Forget(place);
        kept.Enter(place);
        return action switch
        {
            ParallelAction parallel => Parallel(parallel, branch => Open(scope, branch.Steps, $"{place}[{branch.Name}]/", around)),
            SwitchAction choice => Switch(scope, choice, place, around),
            SagaAction saga => Saga(Open(scope, saga.Steps, place + "/", around)),
            LoopAction loop => Loop(loop, (round, previous) => Open(scope, loop.Steps, $"{place}[{round}]/", around, previous)),
            ForEachAction each => new ModelItems(expected, run).Attempt(scope, each, index => Open(scope, each.Steps, $"{place}[{index}]/", around)),
            UsesAction uses => runFrame(new ModelFrame(workflows.Used[uses.Workflow], place + "/", input), scope, around),
            _ => throw new NotSupportedException($"The reference model does not know steps of kind '{action.Kind}'."),
        };
    }

    private static ModelScope Open(ModelScope scope, ImmutableArray<Step> steps, string prefix, string around, ModelScope? previous = null) =>
        new(scope.Frame, steps, prefix, scope, around) { Ends = previous?.Ends ?? new(StringComparer.OrdinalIgnoreCase) };

    private ModelResult Parallel(ParallelAction parallel, Func<ParallelBranch, ModelScope> open)
    {
        var results = parallel.Branches.Select(b => KeyValuePair.Create(b.Name, run(open(b)))).ToArray();
        return Array.Find(results, static r => r.Value.Error is not null).Value
            ?? ModelResult.Of(ModelJson.Object(results.Select(static r => KeyValuePair.Create(r.Key, r.Value.Output))));
    }

    private ModelResult Switch(ModelScope scope, SwitchAction choice, string place, string around)
    {
        var value = choice.On is { } on ? ExpressionValue.FromJson(on.Evaluate(scope)).ToText() : null;
        for (var i = 0; i < choice.Cases.Length; i++)
        {
            var matches = choice.Cases[i].When is { } when
                ? when.Evaluate(scope).IsTruthy
                : string.Equals(choice.Cases[i].Value, value, StringComparison.OrdinalIgnoreCase);
            if (matches)
                return run(Open(scope, choice.Cases[i].Steps, $"{place}[{i}]/", around));
        }

        return choice.Default.IsEmpty ? ModelResult.Of(ModelJson.Object([])) : run(Open(scope, choice.Default, $"{place}[default]/", around));
    }

    private ModelResult Saga(ModelScope scope)
    {
        var result = run(scope);
        if (result.Error is not null)
            undo.Under(scope.Prefix);
        return result;
    }

    /// <summary>A condition before a round sees the steps of the round before; one after it those of the round itself.</summary>
    private ModelResult Loop(LoopAction loop, Func<int, ModelScope?, ModelScope> open)
    {
        ModelScope? before = null;
        JsonElement? last = null;
        var round = 0;
        for (; ; round++)
        {
            if (loop.While is { } condition && !condition.Evaluate(See(open(round, before), round, last)).IsTruthy)
                break;
            if (round == loop.MaxIterations)
                return ModelResult.Failed(ErrorKind.Failed);
            var scope = See(open(round, null), round, last);
            var result = run(scope);
            if (result.Error is not null)
                return result;
            (before, last) = (scope, result.Output);
            scope.Current = null;
            if (loop.Until?.Evaluate(scope).IsTruthy == true)
            {
                round++;
                break;
            }
        }

        return ModelResult.Of(ModelJson.Object([new("rounds", ModelJson.From(round)), new("last", last)]));
    }

    private static ModelScope See(ModelScope scope, int round, JsonElement? previous) =>
        scope.With("loop", ModelJson.Object([new("index", ModelJson.From(round)), new("first", ModelJson.From(round == 0)), new("previous", previous)]));
}
