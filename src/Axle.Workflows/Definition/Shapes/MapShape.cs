using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A mapping whose keys the user names, with values of one shape. Names that differ only in letter case are one name.</summary>
/// <param name="words">What it is, for a sentence.</param>
/// <param name="name">Shape of the names.</param>
/// <param name="item">Shape of each value.</param>
/// <param name="max">Most entries.</param>
/// <param name="mayBeEmpty">Whether an entry may have no value.</param>
internal sealed class MapShape<T>(string words, TextShape name, Shape<T> item, int max, bool mayBeEmpty = false) : Shape<List<(Node Name, T Value)>>
{
    /// <inheritdoc/>
    public override string Words => words;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out List<(Node Name, T Value)> value)
    {
        value = [];
        if (node.Kind != NodeKind.Mapping)
        {
            context.WrongType(node, key, words);
            return false;
        }

        if (node.Entries.Count > max)
            context.OutOfRange(node, key, $"has {node.Entries.Count:N0} names; at most {max:N0} are allowed");
        var names = new HashSet<string>(node.Entries.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (nameNode, itemNode) in node.Entries)
        {
            if (!names.Add(nameNode.Text))
            {
                context.Faults.Add(
                    FaultCode.DuplicateKey, nameNode, $"'{Shown.Text(nameNode.Text)}' differs from another name only in letter case, which expressions ignore.",
                    "Rename one of them.");
            }
            else if (itemNode.Kind == NodeKind.Null && !mayBeEmpty)
            {
                context.WrongType(itemNode, key, item.Words, nameNode.Text);
            }
            else if (name.TryRead(context, nameNode, key, out _) && item.TryRead(context, itemNode, key, out var read))
            {
                value.Add((nameNode, read));
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var names = name.ToSchema(definitions);
        return new JsonObject
        {
            ["type"] = "object",
            ["propertyNames"] = names,
            ["additionalProperties"] = item.ToSchema(definitions),
            ["maxProperties"] = max,
        };
    }
}
