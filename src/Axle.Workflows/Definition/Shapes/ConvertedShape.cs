using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A shape whose value becomes another type.</summary>
internal sealed class ConvertedShape<TFrom, T>(Shape<TFrom> shape, Func<TFrom, T> convert) : Shape<T>
{
    /// <inheritdoc/>
    public override string Words => shape.Words;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out T value)
    {
        if (shape.TryRead(context, node, key, out var from))
        {
            value = convert(from);
            return true;
        }

        value = default!;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => shape.ToSchema(definitions);
}
