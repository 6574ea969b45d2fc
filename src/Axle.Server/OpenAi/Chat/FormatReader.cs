using System.Text.Json;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Reads <c>response_format</c>.</summary>
internal static class FormatReader
{
    /// <summary>Reads it; null when text is wanted.</summary>
    public static ChatResponseFormat? Read(JsonElement body)
    {
        const string Place = "response_format";
        if (body.Object(Place, "") is not { } format)
            return null;
        switch (format.Text("type", Place))
        {
            case "text":
                return null;
            case "json_object":
                return ChatResponseFormat.Json;
            case "json_schema":
                var described = format.Object("json_schema", Place) ?? throw Missing($"{Place}.json_schema");
                var schema = described.Object("schema", $"{Place}.json_schema") ?? throw Missing($"{Place}.json_schema.schema");
                return ChatResponseFormat.ForJsonSchema(schema.Clone(), described.Text("name", Place), described.Text("description", Place));
            default:
                throw ApiErrors.Invalid($"{Place}.type", $"'{Place}.type' must be text, json_object or json_schema.", "invalid_value");
        }
    }

    private static ApiException Missing(string place) => ApiErrors.Invalid(place, $"Missing required parameter: '{place}'.", "missing_required_parameter");
}
