using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>
/// The text of a program or of a shell line. Expressions are refused in it: a value that is put into code can become code
/// (script injection), so values go in as data beside it.
/// </summary>
internal sealed class SourceShape(string words, int maxLength) : Shape<string>
{
    /// <inheritdoc/>
    public override string Words => words;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out string value)
    {
        value = node.Text;
        var open = node.Kind == NodeKind.Text ? value.IndexOf("${{", StringComparison.Ordinal) : -1;
        if (node.Kind != NodeKind.Text)
            context.WrongType(node, key, words);
        else if (open >= 0)
            context.Faults.Add(
                FaultCode.ExpressionNotHere, node, ScalarPlaces.Locate(context.Faults.Source, node, open),
                "expressions are not put into programs, because a value could become code there.",
                "Give the value by 'with' or 'environment', or write a command as a list.");
        else if (string.IsNullOrWhiteSpace(value) || value.Length > maxLength)
            context.OutOfRange(node, key, $"must have 1 to {maxLength:N0} characters");
        else
            return true;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = maxLength };
}
