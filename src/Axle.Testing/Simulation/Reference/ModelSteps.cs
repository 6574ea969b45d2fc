using System.Text.Json;
using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Resilience;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Reference;

/// <summary>The attempts at one step: its own action, then its fallbacks, each as often as its policy says.</summary>
internal sealed class ModelSteps(Script script, int era, ModelGroups groups)
{
    public ModelResult Perform(ModelScope scope, Step step)
    {
        var result = Repeat(scope, step, step.Action, step.With);
        foreach (var fallback in step.Fallbacks.TakeWhile(_ => result.Error is not null))
            result = Repeat(scope, step, fallback.Action ?? step.Action, fallback.With ?? step.With);
        return result;
    }

    private ModelResult Repeat(ModelScope scope, Step step, StepAction action, Template? with)
    {
        var input = with?.Evaluate(scope) ?? ModelJson.Object([]);
        for (var number = 1; ; number++)
        {
            var result = Gate(scope, step, Attempt(scope, step, action, input, number));
            if (result.Error is not { } error || !Backoff.ShouldRetry(step.Retry, error, number))
                return result;
        }
    }

    private ModelResult Attempt(ModelScope scope, Step step, StepAction action, JsonElement input, int number)
    {
        var path = scope.Prefix + step.Key;
        return action switch
        {
            ToolAction tool => Call(step, new AttemptName(path, tool.Tool, number, scope.Around, era), input),
            WaitAction wait => Wait(scope, wait),
            ApprovalAction approval => Ask(scope, path, approval),
            _ => groups.Attempt(scope, step, action, input, $"{scope.Around}.{number}"),
        };
    }

    /// <summary>What an attempt ends with. <see cref="SimulatedHandler"/> acts the same out.</summary>
    private ModelResult Call(Step step, AttemptName name, JsonElement input) => script.Of(name) switch
    {
        // Whether it took effect is told by a person, who knows.
        Generation.Attempt.FailsForNow or Generation.Attempt.Hangs when step.Effect == StepEffect.Once => ModelResult.Failed(ErrorKind.Failed),
        Generation.Attempt.LosesAnswer when step.Effect == StepEffect.Once => ModelResult.Of(Script.OutputOf(name.Path, name.Tool, input)),
        Generation.Attempt.FailsForNow or Generation.Attempt.LosesAnswer => ModelResult.Failed(ErrorKind.Network),
        Generation.Attempt.FailsForGood => ModelResult.Failed(ErrorKind.Validation),
        Generation.Attempt.Hangs => ModelResult.Failed(step.AttemptTimeout is null ? ErrorKind.Overloaded : ErrorKind.Timeout),
        _ => ModelResult.Of(Script.OutputOf(name.Path, name.Tool, input)),
    };

    private static ModelResult Wait(ModelScope scope, WaitAction wait)
    {
        if (wait.Signal is null)
            return ModelResult.Of(ModelJson.From(new { at = "" }));
        var signal = wait.Signal.Evaluate(scope).GetString()!;
        return Script.Comes(signal) ? ModelResult.Of(Script.BodyOf(signal)) : ModelResult.Failed(ErrorKind.Timeout);
    }

    private ModelResult Ask(ModelScope scope, string path, ApprovalAction approval)
    {
        var answer = script.AnswerTo(path, era);
        if (answer == Answer.Silent)
        {
            if (approval.OnTimeout == ApprovalTimeoutChoice.Fail)
                return ModelResult.Failed(ErrorKind.Timeout);
            answer = approval.OnTimeout == ApprovalTimeoutChoice.Reject ? Answer.Rejects : Answer.Approves;
        }

        if (answer == Answer.Rejects)
            return ModelResult.Failed(ErrorKind.Refused);
        return ModelResult.Of(Approved(approval.Parameters?.Evaluate(scope), answer == Answer.Edits && approval.Editable.Contains("amount")));
    }

    private static JsonElement Approved(JsonElement? asked, bool edited)
    {
        var edits = new Dictionary<string, JsonElement?>();
        if (edited && asked is { } parameters && parameters.TryGetProperty("amount", out var from))
        {
            var to = ModelJson.From(7);
            edits["amount"] = ModelJson.Object([new("from", from), new("to", to)]);
            asked = ModelJson.Object(parameters.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, (JsonElement?)(p.Name == "amount" ? to : p.Value))));
        }

        return ModelJson.Object([new("approved", ModelJson.From(true)), new("parameters", asked), new("edited", ModelJson.Object(edits))]);
    }

    /// <summary>The checks that a result must pass; they see the step's own output.</summary>
    private static ModelResult Gate(ModelScope scope, Step step, ModelResult result)
    {
        if (result.Error is not null || step.Gate.IsEmpty)
            return result;
        scope.Current = step;
        scope.Ends[step.Key] = new StepEnd(StepStatus.Completed, result.Output);
        try
        {
            return step.Gate.All(check => check.Check.Evaluate(scope).IsTruthy) ? result : ModelResult.Failed(ErrorKind.Failed);
        }
        catch (ExpressionException)
        {
            return ModelResult.Failed(ErrorKind.Failed);
        }
        finally
        {
            scope.Ends.Remove(step.Key);
        }
    }
}
