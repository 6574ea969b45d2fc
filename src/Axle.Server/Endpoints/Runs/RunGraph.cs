using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>The steps of a run as a picture.</summary>
/// <param name="Nodes">The steps; those inside of others name their parent.</param>
/// <param name="Edges">What waits for what, within one list of steps.</param>
public sealed record RunGraph(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    internal static RunGraph Of(RunState state)
    {
        var records = state.Records;
        var known = records.Select(static s => s.Path).ToHashSet(StringComparer.Ordinal);
        var (nodes, edges) = (new List<GraphNode>(records.Length), new List<GraphEdge>());
        foreach (var step in records)
        {
            var address = StepAddress.Of(step.Path, known.Contains);
            nodes.Add(new GraphNode(
                step.Path, address.Key, address.Owner, address.List.Length == 0 ? null : address.List, step.Kind, step.Does, step.Status, step.Level));
            var around = step.Path[..^address.Key.Length];
            foreach (var other in step.DependsOn)
            {
                if (known.Contains(around + other))
                    edges.Add(new GraphEdge(around + other, step.Path));
            }
        }

        return new RunGraph(nodes, edges);
    }
}

/// <summary>A step in the picture.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Key">Its key.</param>
/// <param name="Parent">Address of the step that it is inside of; null for none.</param>
/// <param name="List">Which list of its parent it is in; null when there is one.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Label">What it does, in words.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Level">Its level, from 0.</param>
public sealed record GraphNode(string Path, string Key, string? Parent, string? List, string Kind, string Label, StepStatus Status, int Level);

/// <summary>A dependency.</summary>
/// <param name="From">Address of the step that must end first.</param>
/// <param name="To">Address of the step that waits for it.</param>
public sealed record GraphEdge(string From, string To);
