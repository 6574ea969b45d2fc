namespace Axle.Workflows.Definition.Shapes;

/// <summary>A mapping with known keys: what the language page shows as a table.</summary>
internal abstract class ObjectShape(string name, string words)
{
    /// <summary>Name of the shape in the JSON Schema, for example <c>retry</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What it is, for a sentence.</summary>
    public string Title { get; } = words;

    /// <summary>The keys in the order in which they are documented.</summary>
    public abstract IReadOnlyList<Key> AllKeys { get; }
}
