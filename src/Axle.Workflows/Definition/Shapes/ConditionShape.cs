using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A condition: an expression, with or without <c>${{ }}</c> around it, or plain <c>true</c> or <c>false</c>.</summary>
/// <param name="place">What it may read.</param>
internal sealed class ConditionShape(ExpressionPlace place) : Shape<Expression>
{
    /// <inheritdoc/>
    public override string Words => "a condition such as ${{ inputs.deploy == true }}";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out Expression value)
    {
        if (node.Kind is NodeKind.Text or NodeKind.Boolean)
            return context.Expressions.TryReadCondition(node, place, out value);
        context.WrongType(node, key, Words);
        value = null!;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = new JsonArray("string", "boolean") };
}
