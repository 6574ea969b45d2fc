using Axle.Workflows.Definition;
using Axle.Workflows.Graph;

namespace Axle.Workflows.Runs;

/// <summary>Carries a state over to another definition: steps of the same address keep what they did.</summary>
internal static class Migration
{
    /// <summary>Puts the state on the other definition. The check that this can be done comes before: see <see cref="MigrationCheck"/>.</summary>
    public static void Carry(RunState state, PinnedWorkflows workflows)
    {
        state.Workflows = workflows;
        state.Frame.Workflow = workflows.Root;
        if (state.Root is not { } root)
            return;
        Carry(state, root, GraphCache.Of(workflows.Root));
        state.Recount();
    }

    /// <summary>The graph that a scope has under the definitions of its owner; null when there is no such list of steps any more.</summary>
    public static StepGraph? GraphOf(PinnedWorkflows workflows, Step owner, ScopeState scope) => (scope.Role, owner.Action) switch
    {
        (ScopeRole.Handler, _) => scope.Handler < owner.OnError.Length ? GraphCache.Of(owner.OnError[scope.Handler], owner.OnError[scope.Handler].Steps) : null,
        (ScopeRole.Undo, _) => owner.Compensate is { } undo ? GraphCache.Of(undo, [undo]) : null,
        (ScopeRole.Branch, ParallelAction parallel) =>
            parallel.Branches.FirstOrDefault(b => b.Name == scope.Name) is { } branch ? GraphCache.Of(branch, branch.Steps) : null,
        (ScopeRole.Case, SwitchAction choice) when scope.Name == ScopeFold.Default => GraphCache.Of(choice, choice.Default),
        (ScopeRole.Case, SwitchAction choice) =>
            ScopeFold.Number(scope.Name) is var number && number < choice.Cases.Length ? GraphCache.Of(choice.Cases[number], choice.Cases[number].Steps) : null,
        (ScopeRole.Saga, SagaAction saga) => GraphCache.Of(saga, saga.Steps),
        (ScopeRole.Item, ForEachAction forEach) => GraphCache.Of(forEach, forEach.Steps),
        (ScopeRole.Round, LoopAction loop) => GraphCache.Of(loop, loop.Steps),
        (ScopeRole.Turn, { IsWork: true }) => scope.Graph,
        (ScopeRole.Uses, UsesAction uses) => workflows.Find(scope.Owner!.Scope.Frame.Workflow, uses.Workflow) is { } used ? GraphCache.Of(used) : null,
        _ => null,
    };

    private static void Carry(RunState state, ScopeState scope, StepGraph graph)
    {
        var before = scope.Steps;
        scope.Rebase(graph);
        foreach (var gone in before.Where(s => graph.IndexOf(s.Definition.Key) < 0))
            state.Remove(gone);
        for (var i = 0; i < scope.Steps.Length; i++)
        {
            var definition = graph.Steps[i];
            if (Array.Find(before, s => s.Definition.Key.Equals(definition.Key, StringComparison.OrdinalIgnoreCase)) is not { } kept)
            {
                scope.Steps[i] = state.Add(new StepState(definition, i, scope));
                continue;
            }

            kept.Rebase(definition, i);
            scope.Steps[i] = kept;
            foreach (var inner in kept.Scopes())
            {
                if (inner.Role == ScopeRole.Uses)
                    inner.Frame.Workflow = state.Workflows.Find(scope.Frame.Workflow, ((UsesAction)definition.Action).Workflow)!;
                Carry(state, inner, GraphOf(state.Workflows, definition, inner)!);
            }
        }
    }
}
