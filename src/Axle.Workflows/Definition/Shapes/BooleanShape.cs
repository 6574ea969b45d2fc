using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanShape : Shape<bool>
{
    /// <inheritdoc/>
    public override string Words => "true or false";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out bool value)
    {
        value = node.Text == "true";
        if (node.Kind == NodeKind.Boolean)
            return true;
        context.WrongType(node, key, Words);
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = "boolean" };
}
