using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A short form and a long one: which it is can be seen from the kind of node.</summary>
/// <param name="words">What it is, for a sentence.</param>
/// <param name="isShort">Whether a node is in the short form.</param>
/// <param name="shortForm">The short form.</param>
/// <param name="longForm">The long form.</param>
internal sealed class EitherShape<T>(string words, Func<NodeKind, bool> isShort, Shape<T> shortForm, Shape<T> longForm) : Shape<T>
{
    /// <inheritdoc/>
    public override string Words => words;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out T value)
    {
        if (isShort(node.Kind))
            return shortForm.TryRead(context, node, key, out value);
        if (node.Kind is NodeKind.Mapping or NodeKind.List)
            return longForm.TryRead(context, node, key, out value);
        context.WrongType(node, key, words);
        value = default!;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) =>
        new() { ["anyOf"] = new JsonArray(shortForm.ToSchema(definitions), longForm.ToSchema(definitions)) };
}
