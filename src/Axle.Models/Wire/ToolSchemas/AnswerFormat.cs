using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>
/// Writes the schema of an answer as OpenAI's protocols want it: strict where that means the same, else as a wish; it is checked on this side anyway.
/// </summary>
internal static class AnswerFormat
{
    /// <summary>Writes name, description, schema and strictness into an object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, ChatResponseFormatJson format, JsonElement schema)
    {
        writer.WriteString("name"u8, format.SchemaName ?? "answer");
        if (!string.IsNullOrEmpty(format.SchemaDescription))
            writer.WriteString("description"u8, format.SchemaDescription);
        var isStrict = ToolEmitter.TryExpress(schema, SchemaDialect.OpenAiStrict, out var strict, out _);
        writer.WritePropertyName("schema"u8);
        (isStrict ? strict : schema).WriteTo(writer);
        writer.WriteBoolean("strict"u8, isStrict);
    }
}
