using System.Text.Json;

namespace Axle.Workflows.Expressions.Templates;

internal sealed class ArrayTemplate(IReadOnlyList<TemplateNode> items) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, ref Evaluation evaluation)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.Write(writer, ref evaluation);
        }

        writer.WriteEndArray();
    }
}
