using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Graph;

/// <summary>Builds the graph of a list of steps once for as long as its owner lives: thousands of runs share a definition.</summary>
internal static class GraphCache
{
    private static readonly ConditionalWeakTable<object, StepGraph> Graphs = [];

    public static StepGraph Of(Workflow owner) => Of(owner, owner.Steps);

    /// <summary>The graph of a list of steps.</summary>
    /// <param name="owner">The one record of the definition that holds the list.</param>
    /// <param name="steps">The list.</param>
    public static StepGraph Of(object owner, ImmutableArray<Step> steps) =>
        Graphs.TryGetValue(owner, out var graph) ? graph : Graphs.GetValue(owner, _ => StepGraph.Build(steps));
}
