namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>Which module uses which.</summary>
/// <param name="Nodes">The modules.</param>
/// <param name="Edges">The uses; both ends are in <paramref name="Nodes"/>.</param>
/// <param name="Cycles">Each a path of module ids that uses itself; the first id is not repeated at the end.</param>
public sealed record ModuleGraph(
    IReadOnlyList<ModuleNode> Nodes, IReadOnlyList<ModuleEdge> Edges, IReadOnlyList<IReadOnlyList<string>> Cycles);
