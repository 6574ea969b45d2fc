using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Graph;

/// <summary>The parts of an action that hold expressions or steps, whatever its kind.</summary>
internal static class ActionParts
{
    /// <summary>Templates that are evaluated when the step runs.</summary>
    public static ReadOnlySpan<Template> Templates(StepAction action)
    {
        return action switch
        {
            PromptAction prompt => [prompt.Prompt],
            SetAction set => [set.Values],
            FailAction fail => [fail.Message],
            ReturnAction result => [result.Value],
            RunAction run => Some([.. run.Command, run.Directory, run.Environment]),
            ApprovalAction approval => Some([approval.Message, approval.Parameters]),
            WaitAction wait => Some([wait.Until, wait.Signal]),
            ForEachAction forEach => [forEach.Items],
            SwitchAction choice => Some([choice.On]),
            _ => [],
        };

        static Template[] Some(ReadOnlySpan<Template?> templates)
        {
            var present = new List<Template>(templates.Length);
            foreach (var template in templates)
            {
                if (template is not null)
                    present.Add(template);
            }

            return [.. present];
        }
    }

    /// <summary>Conditions that are evaluated when the step runs.</summary>
    public static IEnumerable<Expression> Conditions(StepAction action) => action switch
    {
        LoopAction loop => new[] { loop.While, loop.Until }.OfType<Expression>(),
        SwitchAction choice => choice.Cases.Select(static c => c.When).OfType<Expression>(),
        _ => [],
    };

    /// <summary>Lists of inner steps, each with keys of its own.</summary>
    public static IEnumerable<ImmutableArray<Step>> Lists(StepAction action) => action switch
    {
        ParallelAction parallel => parallel.Branches.Select(static b => b.Steps),
        ForEachAction forEach => [forEach.Steps],
        LoopAction loop => [loop.Steps],
        SwitchAction choice => [.. choice.Cases.Select(static c => c.Steps), choice.Default],
        SagaAction saga => [saga.Steps],
        _ => [],
    };
}
