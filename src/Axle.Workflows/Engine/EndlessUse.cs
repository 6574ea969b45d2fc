using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Graph;

namespace Axle.Workflows.Engine;

/// <summary>
/// Finds workflows that are sure to call themselves without end: each calls the next in a step that waits for nothing and has no condition. What
/// depends on conditions, results or a <c>return</c> may end, and is stopped by the limit of depth if it does not.
/// </summary>
public static class EndlessUse
{
    /// <summary>The circle that a workflow runs into, as names from the one that closes it; empty when there is none.</summary>
    /// <param name="root">Where a run would begin.</param>
    /// <param name="find">Gives the workflow that another uses by a name; null when there is none.</param>
    public static ImmutableArray<string> Find(Workflow root, Func<string, Workflow, Workflow?> find)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(find);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<(string Hash, string Name)>();
        return Walk(root);

        ImmutableArray<string> Walk(Workflow workflow)
        {
            var hash = StoredDefinitions.From(workflow).Hash;
            var start = path.FindIndex(p => p.Hash == hash);
            if (start >= 0)
                return [.. path.Skip(start).Select(static p => p.Name), workflow.Name];
            if (!known.Add(hash))
                return [];
            path.Add((hash, workflow.Name));
            foreach (var name in SureUses(workflow))
            {
                if (find(name, workflow) is { } used && Walk(used) is { IsEmpty: false } circle)
                    return circle;
            }

            path.RemoveAt(path.Count - 1);
            return [];
        }
    }

    /// <summary>The error that a circle is refused with.</summary>
    public static string Message(ImmutableArray<string> circle) =>
        $"Workflow '{circle[0]}' calls itself without end: {string.Join(" → ", circle)}. Give one of these 'uses' steps a 'when' that ends it.";

    private static IEnumerable<string> SureUses(Workflow workflow)
    {
        if (workflow.Steps.Any(static s => MayLeave(s.Action)))
            yield break;
        var graph = GraphCache.Of(workflow);
        for (var i = 0; i < graph.Steps.Length; i++)
        {
            if (graph.Steps[i] is { When: null, Action: UsesAction uses } && graph.Level(i) == 0)
                yield return uses.Workflow;
        }
    }

    private static bool MayLeave(StepAction action) =>
        action is ReturnAction or FailAction || ActionParts.Lists(action).Any(static inner => inner.Any(static s => MayLeave(s.Action)));
}
