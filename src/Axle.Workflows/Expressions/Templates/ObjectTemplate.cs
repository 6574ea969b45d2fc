using System.Text.Json;

namespace Axle.Workflows.Expressions.Templates;

internal sealed class ObjectTemplate(IReadOnlyList<(string Key, TemplateNode Value)> members) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, ref Evaluation evaluation)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in members)
        {
            writer.WritePropertyName(key);
            value.Write(writer, ref evaluation);
        }

        writer.WriteEndObject();
    }
}
