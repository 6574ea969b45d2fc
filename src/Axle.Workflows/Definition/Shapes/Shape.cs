using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>
/// What a value of the workflow language looks like. One object reads the value, describes it to people and describes it to editors,
/// so that the three cannot differ.
/// </summary>
internal abstract class Shape
{
    /// <summary>What it is, for a sentence: <c>a duration such as 30s</c>.</summary>
    public abstract string Words { get; }

    /// <summary>The shape as JSON Schema (2020-12). Shapes with a name are put into <paramref name="definitions"/> and referred to.</summary>
    public abstract JsonObject ToSchema(SchemaDefinitions definitions);
}

/// <summary>A shape that reads values of a type.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>Reads a node. What is wrong is added to the context's faults; false when there is no usable value.</summary>
    public abstract bool TryRead(ReadingContext context, Node node, Key key, out T value);

    /// <summary>The same shape for another type.</summary>
    public Shape<TOther> As<TOther>(Func<T, TOther> convert) => new ConvertedShape<T, TOther>(this, convert);
}
