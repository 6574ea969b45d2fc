using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Graph;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Runs;

/// <summary>What a migration to another definition would do, and what stands against it.</summary>
/// <param name="Faults">Why it cannot be done, each with the address; empty when it can.</param>
/// <param name="Added">Addresses of steps that are new and will run.</param>
/// <param name="Removed">Addresses of steps that had not begun and are gone.</param>
/// <param name="Changed">Addresses of steps that have not ended and do something else from now on.</param>
public sealed record MigrationCheck(
    ImmutableArray<string> Faults, ImmutableArray<string> Added, ImmutableArray<string> Removed, ImmutableArray<string> Changed)
{
    /// <summary>Whether it can be done.</summary>
    public bool IsPossible => Faults.IsEmpty;

    /// <summary>Compares where a run stands with another definition.</summary>
    public static MigrationCheck Of(RunState state, PinnedWorkflows workflows)
    {
        var check = new Comparing(workflows);
        if (state.Status.IsEnded())
            check.Faults.Add($"the run is {state.Status.ToString().ToLowerInvariant()}; fork it instead");
        else if (state.InFlight > 0)
            check.Faults.Add($"{state.InFlight} attempts are being made; pause the run first");
        else if (state.Status == RunStatus.Compensating)
            check.Faults.Add("the run is undoing what it did");
        if (!workflows.Root.Name.Equals(state.Workflow.Name, StringComparison.Ordinal))
            check.Faults.Add($"the run is of workflow '{state.Workflow.Name}', the new definition is '{workflows.Root.Name}'");
        try
        {
            InputCheck.Check(workflows.Root, state.Inputs);
        }
        catch (AxleException exception)
        {
            check.Faults.Add(exception.Message);
        }

        if (state.Root is { } root)
            check.Compare(root, GraphCache.Of(workflows.Root));
        return new MigrationCheck([.. check.Faults], [.. check.Added], [.. check.Removed], [.. check.Changed]);
    }

    private sealed class Comparing(PinnedWorkflows workflows)
    {
        public List<string> Faults { get; } = [];

        public List<string> Added { get; } = [];

        public List<string> Removed { get; } = [];

        public List<string> Changed { get; } = [];

        public void Compare(ScopeState scope, StepGraph graph)
        {
            foreach (var step in scope.Steps)
            {
                if (graph.IndexOf(step.Definition.Key) is var index and >= 0)
                    Compare(step, graph.Steps[index]);
                else if (step.Status == StepStatus.Pending)
                    Removed.Add(step.Path);
                else
                    Faults.Add($"step '{step.Path}' has begun and is not in the new definition");
            }

            for (var i = 0; i < graph.Steps.Length; i++)
            {
                if (scope.Graph.IndexOf(graph.Steps[i].Key) < 0)
                    Add(scope, graph, i);
            }
        }

        private void Add(ScopeState scope, StepGraph graph, int index)
        {
            var path = scope.Prefix + graph.Steps[index].Key;
            var late = graph.Dependents(index)
                .Select(d => scope.Graph.IndexOf(graph.Steps[d].Key))
                .Where(i => i >= 0 && scope.Steps[i].Status != StepStatus.Pending)
                .Select(i => scope.Steps[i].Path)
                .FirstOrDefault();
            if (late is null)
                Added.Add(path);
            else
                Faults.Add($"the new step '{path}' would have to run before '{late}', which has begun");
        }

        private void Compare(StepState step, Step definition)
        {
            if (step.Status == StepStatus.Pending)
                return;
            if (step.Definition.Action.Kind != definition.Action.Kind)
            {
                Faults.Add($"step '{step.Path}' has begun as '{step.Definition.Action.Kind}' and is '{definition.Action.Kind}' in the new definition");
                return;
            }

            if (step.IsOpen && StepInputHash.Of(step.Definition, Payload.Null) != StepInputHash.Of(definition, Payload.Null))
                Changed.Add(step.Path);
            if (step is { IsOpen: true, Inner: not null, Action: ForEachAction before } && definition.Action is ForEachAction after
                && before.BatchSize != after.BatchSize)
                Faults.Add($"step '{step.Path}' has begun with batches of {before.BatchSize}, and the new definition has batches of {after.BatchSize}");
            if (step.Fallback >= definition.Fallbacks.Length)
                Faults.Add($"step '{step.Path}' goes on with fallback {step.Fallback + 1}, which the new definition does not have");
            foreach (var inner in step.Scopes())
            {
                if (Migration.GraphOf(workflows, definition, inner) is { } graph)
                    Compare(inner, graph);
                else
                    Faults.Add($"the steps at '{inner.Prefix}' have begun and are not in the new definition");
            }
        }
    }
}
