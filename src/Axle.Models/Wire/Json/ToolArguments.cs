using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire.Json;

/// <summary>Arguments of tool calls, between JSON and the shared chat types.</summary>
internal static class ToolArguments
{
    /// <summary>A call with arguments as JSON. Arguments that are no object are kept out, and the fault is told to whoever runs the tool.</summary>
    public static FunctionCallContent Call(string id, string name, JsonElement arguments)
    {
        if (arguments.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null)
            return new FunctionCallContent(id, name, arguments.Members().ToDictionary(m => m.Name, object? (m) => m.Value));
        return new FunctionCallContent(id, name) { Exception = new JsonException("The arguments of the call are no JSON object.") };
    }

    /// <summary>Writes any value that a caller may put into arguments or results.</summary>
    public static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement { ValueKind: JsonValueKind.Undefined }:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            default:
                JsonSerializer.Serialize(writer, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()));
                break;
        }
    }

    /// <summary>Writes a call's arguments as an object.</summary>
    public static void Write(Utf8JsonWriter writer, IDictionary<string, object?>? arguments)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in arguments ?? new Dictionary<string, object?>())
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>What a tool returned, as text: text as it is, anything else as JSON.</summary>
    public static string ResultText(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is null ? "" : $"Error: {result.Exception.Message}",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement json => json.GetRawText(),
        var other => JsonSerializer.Serialize(other, AIJsonUtilities.DefaultOptions.GetTypeInfo(other.GetType())),
    };
}
