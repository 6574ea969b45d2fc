using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Graph;

namespace Axle.Workflows.Definition.Validation;

/// <summary>Checks keys and dependencies of every list of steps, and looks for cycles. Runs after the check of references.</summary>
internal sealed class DependencyCheck(ReadingContext context)
{
    /// <summary>Notes what <c>dependsOn</c> says; unknown, doubled and own keys are faults.</summary>
    public void CheckNames()
    {
        foreach (var scope in context.Scopes)
        {
            for (var i = 0; i < scope.Steps.Count; i++)
            {
                var named = scope.Steps[i].DependsOn;
                for (var d = 0; d < named.Count; d++)
                    CheckName(scope, i, named[d], d > 0 && IsNamedBefore(named, d));
            }
        }
    }

    /// <summary>Every cycle is a fault at the dependency that leads into it.</summary>
    public void CheckCycles()
    {
        foreach (var scope in context.Scopes)
        {
            if (!scope.Steps.Exists(static s => s.Edges.Count > 0))
                continue;
            int[][] edges = [.. scope.Steps.Select(Targets)];
            foreach (var cycle in CycleSearch.Find(edges))
            {
                var (root, pointer, index) = scope.Steps[cycle[0]].Edges[cycle.Length > 1 ? cycle[1] : cycle[0]];
                var node = NodeJson.Find(root, pointer);
                var offset = index < 0 ? node.Offset : ScalarPlaces.Locate(context.Faults.Source, node, index);
                var path = new StepCycle([.. cycle.Select(i => scope.Steps[i].Key)]);
                context.Faults.Add(
                    FaultCode.Cycle, node, offset, $"steps wait for each other: {path}.",
                    "Remove one of these dependencies; reading 'steps.<key>' in an expression is a dependency too.");
            }
        }
    }

    private static bool IsNamedBefore(List<Node> named, int index) => named.FindIndex(n => n.Text == named[index].Text) < index;

    private static int[] Targets(StepEntry step)
    {
        if (step.Edges.Count == 0)
            return [];
        var targets = new int[step.Edges.Count];
        step.Edges.Keys.CopyTo(targets, 0);
        Array.Sort(targets);
        return targets;
    }

    private void CheckName(StepScope scope, int index, Node name, bool isDouble)
    {
        var step = scope.Steps[index];
        if (isDouble)
        {
            context.Faults.Add(FaultCode.DuplicateDependency, name, $"step '{step.Key}' names '{Shown.Text(name.Text)}' twice in 'dependsOn'.", "Keep one of them.");
        }
        else if (scope.Indexes.TryGetValue(name.Text, out var found) && scope.Steps[found].Key == name.Text)
        {
            if (found == index)
                context.Faults.Add(FaultCode.SelfDependency, name, $"step '{step.Key}' depends on itself.", "Remove this dependency.");
            else
                step.Edges.TryAdd(found, new StepEdge(name, "", -1));
        }
        else
        {
            Missing(scope, step, name);
        }
    }

    private void Missing(StepScope scope, StepEntry step, Node name)
    {
        var shown = Shown.Text(name.Text);
        var elsewhere = context.Faults.IsFull ? null : context.Scopes.Find(s => s != scope && s.Indexes.ContainsKey(name.Text));
        if (elsewhere is not null)
        {
            context.Faults.Add(
                FaultCode.MissingStep, name, $"step '{step.Key}' depends on '{shown}', which is in another list of steps.",
                elsewhere.Owner is { } owner ? $"Depend on '{Shown.Text(owner.Key)}', which holds that step."
                    : "Put this dependency on the step that holds this list.");
            return;
        }

        var others = scope.Indexes.Keys.Where(k => k != step.Key);
        var nearest = context.Nearest(name.Text, others);
        context.Faults.Add(
            FaultCode.MissingStep, name, $"step '{step.Key}' depends on '{shown}', which does not exist.",
            nearest is null ? $"Steps here: {Shown.List(others)}." : $"Did you mean '{nearest}'?");
    }
}
