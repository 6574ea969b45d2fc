using System.Text.Json;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>
/// Writes a JSON Schema as Anthropic's structured output takes it: every object closed, and without the keywords that it rejects (bounds of numbers,
/// texts and lists). What is left out here is still checked when the answer has come.
/// </summary>
internal static class ClosedSchema
{
    public static void Write(Utf8JsonWriter writer, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            schema.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            if (!IsLeftOut(member))
                WriteMember(writer, member);
        }

        if (schema.TryGetProperty("properties"u8, out _))
            writer.WriteBoolean("additionalProperties"u8, false);
        writer.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonProperty member)
    {
        writer.WritePropertyName(member.Name);
        switch (member.Name)
        {
            // Members of these have names that the author chose.
            case "properties" or "$defs" or "definitions" when member.Value.ValueKind == JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var named in member.Value.EnumerateObject())
                {
                    writer.WritePropertyName(named.Name);
                    Write(writer, named.Value);
                }

                writer.WriteEndObject();
                break;
            case "items" or "not":
                Write(writer, member.Value);
                break;
            case "anyOf" or "allOf" or "oneOf" when member.Value.ValueKind == JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var one in member.Value.EnumerateArray())
                    Write(writer, one);
                writer.WriteEndArray();
                break;
            default:
                member.Value.WriteTo(writer);
                break;
        }
    }

    private static bool IsLeftOut(JsonProperty member) => member.Name switch
    {
        "additionalProperties" or "$schema" or "$id" => true,
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf" => true,
        "minLength" or "maxLength" or "pattern" or "maxItems" or "uniqueItems" or "minProperties" or "maxProperties" => true,
        "minItems" => member.Value is not { ValueKind: JsonValueKind.Number } least || !least.TryGetInt32(out var count) || count > 1,
        _ => false,
    };
}
