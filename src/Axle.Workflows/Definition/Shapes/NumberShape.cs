using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A number within bounds; only whole ones when the type is.</summary>
internal sealed class NumberShape<T>(T min, T max) : Shape<T>
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    private static readonly bool IsWhole = T.IsInteger(T.One / (T.One + T.One));

    /// <inheritdoc/>
    public override string Words { get; } = string.Create(CultureInfo.InvariantCulture, $"a {(IsWhole ? "whole " : "")}number from {min} to {max}");

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out T value)
    {
        value = default;
        if (node.Kind != NodeKind.Integer && (IsWhole || node.Kind != NodeKind.Float))
            context.WrongType(node, key, Words);
        else if (!T.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || value < min || value > max)
            context.OutOfRange(node, key, $"is {node.Text}, but must be {Words}");
        else
            return true;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => new()
    {
        ["type"] = IsWhole ? "integer" : "number",
        ["minimum"] = JsonValue.Create(min),
        ["maximum"] = JsonValue.Create(max),
    };
}
