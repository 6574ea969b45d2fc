using System.Text.Json;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions.Templates;

/// <summary>A string that is one whole expression: keeps the kind of its value.</summary>
internal sealed class WholeTemplate(Expression expression) : TemplateNode
{
    public override void Write(Utf8JsonWriter writer, ref Evaluation evaluation)
    {
        var value = expression.Evaluate(ref evaluation);
        if (value.JsonLength is not { } length)
        {
            JsonText.Write(writer, value, ref evaluation);
            return;
        }

        evaluation.Carry(length);
        JsonText.Write(writer, value);
    }
}
