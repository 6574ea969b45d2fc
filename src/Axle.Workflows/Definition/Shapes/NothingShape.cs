using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A key without a value.</summary>
internal sealed class NothingShape<T>(Func<T> make) : Shape<T>
{
    /// <inheritdoc/>
    public override string Words => "nothing";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out T value)
    {
        value = make();
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = "null" };
}
