using System.Text.Json;
using System.Text.Json.Serialization;

namespace Axle.Workflows.Definition.Building;

/// <summary>Writes an expression inside of data as the text that the reader finds it by.</summary>
internal sealed class ExprJson : JsonConverter<Expr>
{
    /// <inheritdoc/>
    public override Expr Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Expressions are written into definitions; the reader of workflows reads them.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Expr value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
