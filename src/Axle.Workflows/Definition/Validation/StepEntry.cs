using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Validation;

/// <summary>One step of a <see cref="StepScope"/>.</summary>
/// <param name="node">The step in the file.</param>
internal sealed class StepEntry(Node node)
{
    /// <summary>The step in the file.</summary>
    public Node Node { get; } = node;

    /// <summary>Its key; empty when it has none.</summary>
    public string Key { get; set; } = "";

    /// <summary>Where the key is; the step itself when it has none.</summary>
    public Node KeyNode { get; set; } = node;

    /// <summary>What <c>dependsOn</c> names.</summary>
    public List<Node> DependsOn { get; } = [];

    /// <summary>Steps of the same list that it waits for, with the place that says so.</summary>
    public Dictionary<int, StepEdge> Edges { get; } = [];
}

/// <summary>Why one step waits for another.</summary>
/// <param name="Root">The value that says so, perhaps deep inside.</param>
/// <param name="Pointer">JSON Pointer from there to the text that says so.</param>
/// <param name="Index">Index in that text; -1 for the text as a whole.</param>
internal readonly record struct StepEdge(Node Root, string Pointer, int Index);
