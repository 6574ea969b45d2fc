using System.Text.Json;

namespace Axle.Workflows.Expressions.Templates;

/// <summary>A part without expressions: written as it was given.</summary>
internal sealed class LiteralTemplate(JsonElement source) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, ref Evaluation evaluation) => source.WriteTo(writer);
}
