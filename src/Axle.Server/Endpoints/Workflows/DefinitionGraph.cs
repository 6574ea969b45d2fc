using System.Collections.Immutable;
using Axle.Server.Endpoints.Runs;
using Axle.Workflows.Definition;
using Axle.Workflows.Graph;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Workflows;

/// <summary>The steps of a definition as a picture, before anything ran.</summary>
internal static class DefinitionGraph
{
    /// <summary>The picture.</summary>
    public static RunGraph Of(Workflow workflow)
    {
        var (nodes, edges) = (new List<GraphNode>(), new List<GraphEdge>());
        Add(workflow.Steps, null, null, nodes, edges);
        return new RunGraph(nodes, edges);
    }

    private static void Add(
        ImmutableArray<Step> steps, string? parent, string? list, List<GraphNode> nodes, List<GraphEdge> edges)
    {
        var graph = StepGraph.Build(steps);
        var around = parent is null ? "" : list is null ? parent + "/" : $"{parent}[{list}]/";
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            nodes.Add(new GraphNode(around + step.Key, step.Key, parent, list, step.Action.Kind, Label(step), StepStatus.Pending, graph.Level(i)));
            foreach (var other in graph.Dependencies(i))
                edges.Add(new GraphEdge(around + steps[other].Key, around + step.Key));
            foreach (var (name, inner) in Lists(step.Action))
                Add(inner, around + step.Key, name, nodes, edges);
        }
    }

    private static string Label(Step step) => step.Action switch
    {
        AgentAction agent => $"{agent.Agent ?? "any agent"}/{agent.Action}",
        ToolAction tool => tool.Tool,
        _ => step.Description ?? step.Action.Kind,
    };

    private static IEnumerable<(string? Name, ImmutableArray<Step> Steps)> Lists(StepAction action) => action switch
    {
        ParallelAction parallel => parallel.Branches.Select(static b => ((string?)b.Name, b.Steps)),
        ForEachAction each => [(null, each.Steps)],
        LoopAction loop => [(null, loop.Steps)],
        SagaAction saga => [(null, saga.Steps)],
        SwitchAction choice => choice.Cases.Select(static (c, i) => ((string?)$"{i}", c.Steps)).Append(("default", choice.Default)),
        _ => [],
    };
}
