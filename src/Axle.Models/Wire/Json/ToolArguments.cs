using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire.Json;

/// <summary>Arguments of tool calls, between JSON and the shared chat types.</summary>
public static class ToolArguments
{
    /// <summary>A call with arguments as JSON. Arguments that are no object are kept out, and the fault is told to whoever runs the tool.</summary>
    internal static FunctionCallContent Call(string id, string name, JsonElement arguments)
    {
        if (arguments.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null)
            return new FunctionCallContent(id, name, arguments.Members().ToDictionary(m => m.Name, object? (m) => m.Value));
        return Broken(id, name, arguments.GetRawText(), new JsonException("The arguments of the call are no JSON object."));
    }

    /// <summary>A call with arguments as a model wrote them; empty for none. Text that is no JSON object is told as a fault, and kept.</summary>
    internal static FunctionCallContent Call(string id, string name, string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
            return new FunctionCallContent(id, name, new Dictionary<string, object?>());
        try
        {
            return Call(id, name, JsonElement.Parse(arguments));
        }
        catch (JsonException e)
        {
            return Broken(id, name, arguments, e);
        }
    }

    /// <summary>A call's arguments as UTF-8 text: JSON, or what the model wrote when that is none, so that the caller can show the model its fault.</summary>
    public static ReadOnlyMemory<byte> Text(FunctionCallContent call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call is { Exception: not null, RawRepresentation: string written }
            ? Encoding.UTF8.GetBytes(written)
            : JsonConnection.Body(writer => Write(writer, call.Arguments));
    }

    /// <summary>Writes any value that a caller may put into arguments or results.</summary>
    internal static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or JsonElement { ValueKind: JsonValueKind.Undefined }:
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
    internal static void Write(Utf8JsonWriter writer, IDictionary<string, object?>? arguments)
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
    internal static string ResultText(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is null ? "" : $"Error: {result.Exception.Message}",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        JsonElement json => json.GetRawText(),
        var other => JsonSerializer.Serialize(other, AIJsonUtilities.DefaultOptions.GetTypeInfo(other.GetType())),
    };

    private static FunctionCallContent Broken(string id, string name, string written, JsonException fault) =>
        new(id, name) { Exception = fault, RawRepresentation = written };
}
