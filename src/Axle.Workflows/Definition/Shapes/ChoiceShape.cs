using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>One word out of a few.</summary>
internal sealed class ChoiceShape<T>(params (string Name, T Value)[] choices) : Shape<T>
{
    /// <inheritdoc/>
    public override string Words { get; } = "one of " + string.Join(", ", choices.Select(static c => c.Name));

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out T value)
    {
        foreach (var (name, choice) in choices)
        {
            if (node.Kind == NodeKind.Text && name == node.Text)
            {
                value = choice;
                return true;
            }
        }

        value = default!;
        if (node.Kind != NodeKind.Text)
        {
            context.WrongType(node, key, Words);
            return false;
        }

        var nearest = context.Nearest(node.Text, choices.Select(static c => c.Name));
        context.Faults.Add(
            FaultCode.UnknownChoice, node, $"'{key.Name}' cannot be '{Shown.Text(node.Text)}'; it must be {Words}.",
            nearest is null ? $"For example '{key.Example}'." : $"Did you mean '{nearest}'?");
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) =>
        new() { ["enum"] = new JsonArray([.. choices.Select(static c => (JsonNode)c.Name)]) };
}
