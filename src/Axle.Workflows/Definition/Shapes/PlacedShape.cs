using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A shape whose value comes with its place in the file.</summary>
internal sealed class PlacedShape<T>(Shape<T> shape) : Shape<(T Value, Node Node)>
{
    /// <inheritdoc/>
    public override string Words => shape.Words;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out (T Value, Node Node) value)
    {
        var isRead = shape.TryRead(context, node, key, out var inner);
        value = (inner, node);
        return isRead;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => shape.ToSchema(definitions);
}
