using System.Text.Json;

namespace Axle.Workflows.Expressions.Templates;

/// <summary>A part of a template's tree. Immutable.</summary>
internal abstract class TemplateNode
{
    public abstract void Write(Utf8JsonWriter writer, ref Evaluation evaluation);
}
