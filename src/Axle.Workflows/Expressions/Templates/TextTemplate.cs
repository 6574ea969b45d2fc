using System.Text;
using System.Text.Json;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions.Templates;

/// <summary>A string with expressions in it: the pieces of text and of expressions joined. Of a piece one of both is set.</summary>
internal sealed class TextTemplate(IReadOnlyList<(string? Text, Expression? Expression)> pieces) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, ref Evaluation evaluation)
    {
        var result = new StringBuilder();
        foreach (var (text, expression) in pieces)
        {
            var piece = text ?? expression!.Evaluate(ref evaluation).ToText();
            evaluation.Produce(piece.Length);
            result.Append(piece);
        }

        writer.WriteStringValue(JsonText.WellFormed(result.ToString()));
    }
}
