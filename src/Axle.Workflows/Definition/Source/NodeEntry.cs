namespace Axle.Workflows.Definition.Source;

/// <summary>A key of a mapping and its value.</summary>
/// <param name="Key">A scalar; its text is the key.</param>
/// <param name="Value">Anything.</param>
internal readonly record struct NodeEntry(Node Key, Node Value);
