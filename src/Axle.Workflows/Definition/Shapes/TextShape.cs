using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>Text in which no expressions are evaluated.</summary>
/// <param name="words">What it is, for a sentence.</param>
/// <param name="maxLength">Most characters.</param>
/// <param name="form">Says whether the text has the right form; null when any text will do.</param>
/// <param name="pattern">The form as a regular expression for editors; null for any text.</param>
internal sealed class TextShape(string words, int maxLength, Func<string, bool>? form = null, string? pattern = null) : Shape<string>
{
    /// <inheritdoc/>
    public override string Words => words;

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out string value)
    {
        value = node.Text;
        if (node.Kind != NodeKind.Text)
            context.WrongType(node, key, words);
        else if (value.Contains("${{", StringComparison.Ordinal) && form is not null)
            context.ExpressionNotHere(node, key);
        else if (value.Length > maxLength)
            context.OutOfRange(node, key, $"has {value.Length:N0} characters; at most {maxLength:N0} are allowed");
        else if (form?.Invoke(value) == false || (maxLength <= 256 && string.IsNullOrWhiteSpace(value)))
            context.WrongForm(node, key, words);
        else
            return true;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject { ["type"] = "string", ["maxLength"] = maxLength };
        if (pattern is not null)
            schema["pattern"] = pattern;
        return schema;
    }
}
