using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A mapping that is kept as it is, without expressions.</summary>
internal sealed class DataShape : Shape<JsonElement>
{
    /// <inheritdoc/>
    public override string Words => "a mapping of settings";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out JsonElement value)
    {
        if (node.Kind == NodeKind.Mapping)
            return NodeJson.TryConvert(node, context.Faults, out value);
        context.WrongType(node, key, Words);
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = "object" };
}
