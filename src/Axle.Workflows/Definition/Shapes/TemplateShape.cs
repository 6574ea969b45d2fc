using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>Data with expressions in its texts.</summary>
/// <param name="form">Which data.</param>
/// <param name="place">What its expressions may read.</param>
internal sealed class TemplateShape(TemplateForm form, ExpressionPlace place) : Shape<Template>
{
    /// <summary>Whether nothing at all (<c>null</c>) is a value.</summary>
    public bool AcceptsNothing => form == TemplateForm.Any;

    /// <inheritdoc/>
    public override string Words => form switch
    {
        TemplateForm.Text => "text, with ${{ … }} where values go",
        TemplateForm.Mapping => "a mapping of names to values",
        TemplateForm.List => "a list, or an expression ${{ … }} that gives one",
        _ => "any value",
    };

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out Template value)
    {
        if (Fits(node))
            return context.Expressions.TryReadTemplate(node, place, out value);
        context.WrongType(node, key, Words);
        value = null!;
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => form switch
    {
        TemplateForm.Text => new JsonObject { ["type"] = "string" },
        TemplateForm.Mapping => new JsonObject { ["type"] = "object" },
        TemplateForm.List => new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "array" }, new JsonObject { ["type"] = "string", ["pattern"] = @"^\s*\$\{\{" }),
        },
        _ => [],
    };

    private bool Fits(Node node) => form switch
    {
        TemplateForm.Text => node.Kind == NodeKind.Text,
        TemplateForm.Mapping => node.Kind == NodeKind.Mapping,
        TemplateForm.List => node.Kind == NodeKind.List || (node.Kind == NodeKind.Text && node.Text.AsSpan().TrimStart().StartsWith("${{")),
        _ => true,
    };
}
