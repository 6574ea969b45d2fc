using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A mapping that a table of keys reads.</summary>
/// <param name="table">The keys.</param>
/// <param name="start">Makes an empty draft; may look at the mapping before it is read.</param>
/// <param name="finish">Checks what one key alone cannot know and makes the value; false when there is none.</param>
internal sealed class MappingShape<TDraft, T>(
    KeyTable<TDraft> table, Func<ReadingContext, TDraft> start, MappingShape<TDraft, T>.Finish finish) : Shape<T>
{
    /// <summary>Makes the value of a draft.</summary>
    public delegate bool Finish(ReadingContext context, Node node, TDraft draft, out T value);

    /// <inheritdoc/>
    public override string Words => table.Title;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out T value)
    {
        if (node.Kind == NodeKind.Mapping)
            return finish(context, node, table.Read(context, node, start(context)), out value);
        context.WrongType(node, key, Words);
        value = default!;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => definitions.Refer(table.Name, table.ToSchema);
}
