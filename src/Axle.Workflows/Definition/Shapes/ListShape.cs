using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A list of values of one shape.</summary>
/// <param name="words">What it is, for a sentence.</param>
/// <param name="item">Shape of each value.</param>
/// <param name="min">Fewest values.</param>
/// <param name="max">Most values.</param>
/// <param name="orSingle">Whether one value may stand without a list around it.</param>
internal sealed class ListShape<T>(string words, Shape<T> item, int min, int max, bool orSingle = false) : Shape<ImmutableArray<T>>
{
    /// <inheritdoc/>
    public override string Words => words;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out ImmutableArray<T> value)
    {
        value = [];
        if (node.Kind != NodeKind.List)
            return ReadSingle(context, node, key, out value);
        if (node.Items.Count < min || node.Items.Count > max)
        {
            context.OutOfRange(node, key, $"has {node.Items.Count:N0} values, but must have {min:N0} to {max:N0}");
            return false;
        }

        var values = ImmutableArray.CreateBuilder<T>(node.Items.Count);
        foreach (var itemNode in node.Items)
        {
            if (item.TryRead(context, itemNode, key, out var read))
                values.Add(read);
        }

        value = values.DrainToImmutable();
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.ToSchema(definitions), ["maxItems"] = max };
        if (min > 0)
            list["minItems"] = min;
        return orSingle ? new JsonObject { ["anyOf"] = new JsonArray(list, item.ToSchema(definitions)) } : list;
    }

    private bool ReadSingle(ReadingContext context, Node node, Key key, out ImmutableArray<T> value)
    {
        value = [];
        if (!orSingle)
        {
            context.WrongType(node, key, words);
            return false;
        }

        if (!item.TryRead(context, node, key, out var single))
            return false;
        value = [single];
        return true;
    }
}
