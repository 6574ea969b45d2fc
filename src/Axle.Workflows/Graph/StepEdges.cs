using Axle.Workflows.Definition;

namespace Axle.Workflows.Graph;

/// <summary>The dependencies of one step as indexes.</summary>
internal static class StepEdges
{
    /// <summary>Indexes that the step depends on: ascending, each once, itself only when its <c>dependsOn</c> says so.
    /// <paramref name="missing"/> is told of every key in <c>dependsOn</c> that the list does not have.</summary>
    public static int[] Of(Step step, int index, Dictionary<string, int> indexes, Action<Step, string> missing)
    {
        var references = StepReferences.Of(step);
        if (references.Count == 0 && step.DependsOn.IsEmpty)
            return [];
        var edges = new SortedSet<int>();
        foreach (var key in step.DependsOn)
        {
            if (indexes.TryGetValue(key, out var dependency))
                edges.Add(dependency);
            else
                missing(step, key);
        }

        // What is not in the list belongs to a list around it; what is the step itself is read by a gate or a handler, after it ran.
        foreach (var key in references)
        {
            if (indexes.TryGetValue(key, out var dependency) && dependency != index)
                edges.Add(dependency);
        }

        return [.. edges];
    }
}
