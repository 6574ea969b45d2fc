using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>Writes the tools that the model may use, its own and those of the provider.</summary>
internal static class ToolsWriting
{
    public static void Write(Utf8JsonWriter writer, ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools)
            return;
        writer.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            WriteTool(writer, tool);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteChoice(writer, options);
    }

    private static void WriteTool(Utf8JsonWriter writer, AITool tool)
    {
        switch (tool)
        {
            case AIFunctionDeclaration function:
                writer.WriteString("name"u8, function.Name);
                writer.WriteString("description"u8, function.Description);
                writer.WritePropertyName("input_schema"u8);
                function.JsonSchema.WriteTo(writer);
                break;
            case HostedWebSearchTool:
                writer.WriteString("type"u8, "web_search_20250305"u8);
                writer.WriteString("name"u8, "web_search"u8);
                break;
            case HostedCodeInterpreterTool:
                writer.WriteString("type"u8, "code_execution_20250825"u8);
                writer.WriteString("name"u8, "code_execution"u8);
                break;
            default:
                throw new AxleException(ErrorKind.Validation, $"Claude cannot be offered a tool of type {tool.GetType().Name}. Leave it out, or ask another provider.");
        }
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatOptions options)
    {
        var one = options.AllowMultipleToolCalls is false;
        if (options.ToolMode is null or AutoChatToolMode && !one)
            return;
        writer.WriteStartObject("tool_choice"u8);
        switch (options.ToolMode)
        {
            case NoneChatToolMode:
                writer.WriteString("type"u8, "none"u8);
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteString("type"u8, "tool"u8);
                writer.WriteString("name"u8, name);
                break;
            case RequiredChatToolMode:
                writer.WriteString("type"u8, "any"u8);
                break;
            default:
                writer.WriteString("type"u8, "auto"u8);
                break;
        }

        if (one && options.ToolMode is not NoneChatToolMode)
            writer.WriteBoolean("disable_parallel_tool_use"u8, true);
        writer.WriteEndObject();
    }
}
