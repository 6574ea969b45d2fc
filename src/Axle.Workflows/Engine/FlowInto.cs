using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Engine;

/// <summary>
/// What is known of where everything comes from that may have gone into a step: of the steps before it, of those before the step around it, and so
/// on outwards. Told by what steps are and by what their handlers noted, never by what is in their results; so no wording gets past it.
/// </summary>
internal static class FlowInto
{
    /// <summary>The label of what may go into a step. Reads steps that have ended; they do not change while the step runs.</summary>
    public static FlowLabel Of(StepState step)
    {
        var label = FlowLabel.Trusted;
        for (var at = step; at is not null; at = at.Scope.Owner)
            label = label.With(Around(at));
        return label;
    }

    private static FlowLabel Around(StepState step)
    {
        var scope = step.Scope;
        var label = new UpstreamKeys(scope.Graph, step.Index).Aggregate(
            FlowLabel.Trusted, (before, key) => before.With(Brought(scope.Steps[scope.Graph.IndexOf(key)])));
        // A round may read the round before.
        if (scope.Role == ScopeRole.Round)
            label = label.With(Anything(scope.Graph.Steps));
        // Whoever mends or undoes a step reads its error and its output.
        if (scope is { Role: ScopeRole.Handler or ScopeRole.Undo, Owner: { } owner })
            label = label.With(Brought(owner));
        // Who set a variable is not known to who reads it: any step of the workflow may have had a part in it.
        return scope.Frame.Variables.Count == 0 ? label : label.With(Anything(scope.Frame.Workflow.Steps));
    }

    /// <summary>What a step that has ended brought in by itself.</summary>
    private static FlowLabel Brought(StepState step)
    {
        if (step.Status == StepStatus.Skipped)
            return FlowLabel.Trusted;
        // What another run made and this one reuses, nobody knows the origin of any more.
        if (step.Decisions.Any(static d => d.Kind == StepDecision.Reused))
            return FlowLabel.Untrusted($"cache:{step.Definition.Key}");
        var handlers = Anything([.. step.Definition.OnError.SelectMany(static h => h.Steps)]);
        return handlers.With(step.Action is AgentAction agent ? Noted(step, agent) : Anything(step.Definition.Key, step.Action));
    }

    private static FlowLabel Noted(StepState step, AgentAction agent) =>
        step.Decisions.Select(static d => d.Flow).LastOrDefault(static flow => flow is not null)
        ?? (step.Status == StepStatus.Completed ? FlowLabel.Trusted : FlowLabel.Untrusted($"agent:{agent.Agent ?? agent.Action}"));

    /// <summary>What steps may bring in, whatever became of them.</summary>
    private static FlowLabel Anything(ImmutableArray<Step> steps) => steps.Aggregate(
        FlowLabel.Trusted,
        static (label, step) => step.Fallbacks.Select(f => Anything(step.Key, f.Action))
            .Concat(step.OnError.Select(static h => Anything(h.Steps)))
            .Aggregate(label.With(Anything(step.Key, step.Action)), static (before, other) => before.With(other)));

    private static FlowLabel Anything(string key, StepAction? action) => action switch
    {
        ToolAction tool => FlowLabel.Untrusted($"tool:{tool.Tool}"),
        AgentAction agent => FlowLabel.Untrusted($"agent:{agent.Agent ?? agent.Action}"),
        RunAction => FlowLabel.Untrusted($"run:{key}"),
        UsesAction => FlowLabel.Untrusted($"workflow:{key}"),
        WaitAction { Signal: not null } => FlowLabel.Untrusted($"signal:{key}"),
        ForEachAction each => Anything(each.Steps),
        LoopAction loop => Anything(loop.Steps),
        SagaAction saga => Anything(saga.Steps),
        ParallelAction parallel => Anything([.. parallel.Branches.SelectMany(static b => b.Steps)]),
        SwitchAction choice => Anything([.. choice.Cases.SelectMany(static c => c.Steps), .. choice.Default]),
        // Prompts, code in the sandbox and expressions make something of what they are given; a person's answer is a person's.
        _ => FlowLabel.Trusted,
    };
}
