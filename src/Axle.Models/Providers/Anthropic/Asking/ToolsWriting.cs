using System.Text.Json;
using Axle.Models.Wire.ToolSchemas;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>Writes the tools that the model may use, its own and those of the provider.</summary>
internal static class ToolsWriting
{
    public static void Write(Utf8JsonWriter writer, ChatOptions? options, ClaudeModel claude, string provider)
    {
        if (options?.Tools is not { Count: > 0 } tools)
            return;
        var functions = ToolEmitter.Emit(options, SchemaDialect.Anthropic, provider);
        var hosted = tools.Where(t => t is not AIFunctionDeclaration).ToList();
        if (functions.Count + hosted.Count == 0)
            return;
        writer.WriteStartArray("tools"u8);
        foreach (var function in functions)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, function.Tool.Name);
            writer.WriteString("description"u8, function.Tool.Description);
            writer.WritePropertyName("input_schema"u8);
            function.Schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        foreach (var tool in hosted)
        {
            writer.WriteStartObject();
            WriteHosted(writer, tool);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteChoice(writer, options, claude);
    }

    private static void WriteHosted(Utf8JsonWriter writer, AITool tool)
    {
        switch (tool)
        {
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

    // Models that cannot be forced are left the choice: an answer without a call is of more use than none.
    private static void WriteChoice(Utf8JsonWriter writer, ChatOptions options, ClaudeModel claude)
    {
        var one = options.AllowMultipleToolCalls is false;
        var mode = options.ToolMode is RequiredChatToolMode && claude.RefusesForcedTools ? ChatToolMode.Auto : options.ToolMode;
        if (mode is null or AutoChatToolMode && !one)
            return;
        writer.WriteStartObject("tool_choice"u8);
        switch (mode)
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

        if (one && mode is not NoneChatToolMode)
            writer.WriteBoolean("disable_parallel_tool_use"u8, true);
        writer.WriteEndObject();
    }
}
