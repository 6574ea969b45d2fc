using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A length of time within bounds.</summary>
internal sealed class DurationShape(TimeSpan min, TimeSpan max) : Shape<TimeSpan>
{
    /// <inheritdoc/>
    public override string Words { get; } = $"a duration from {DurationText.Write(min)} to {DurationText.Write(max)}, such as 500ms, 30s, 5m, 2h, 7d or PT1H30M";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out TimeSpan value)
    {
        value = default;
        if (node.Kind is not NodeKind.Text)
            context.WrongType(node, key, Words);
        else if (node.Text.Contains("${{", StringComparison.Ordinal))
            context.ExpressionNotHere(node, key);
        else if (!DurationText.TryRead(node.Text, out value))
            context.WrongForm(node, key, Words);
        else if (value < min || value > max)
            context.OutOfRange(node, key, $"is {node.Text}, but must be {Words}");
        else
            return true;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["pattern"] = DurationText.Pattern };
}
