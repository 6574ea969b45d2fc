using System.Text.Json;
using Axle.Models.Wire.ToolSchemas;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini.Asking;

/// <summary>Writes the tools that the model may use, the caller's and Google's.</summary>
internal static class ToolsWriting
{
    public static void Write(Utf8JsonWriter writer, ChatOptions? options, GeminiModel gemini, string provider)
    {
        if (options?.Tools is not { Count: > 0 } tools)
            return;
        var functions = ToolEmitter.Emit(options, SchemaDialect.Gemini, provider);
        var hosted = tools.Where(t => t is not (AIFunctionDeclaration or HostedImageGenerationTool)).ToList();
        if (functions.Count + hosted.Count == 0)
            return;
        writer.WriteStartArray("tools"u8);
        if (functions.Count > 0)
            WriteFunctions(writer, functions);
        foreach (var tool in hosted)
        {
            writer.WriteStartObject();
            writer.WriteStartObject(NameOf(tool));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteChoice(writer, options.ToolMode, functions.Count > 0, hosted.Count > 0 && gemini.MixesTools);
    }

    private static void WriteFunctions(Utf8JsonWriter writer, List<EmittedTool> functions)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("functionDeclarations"u8);
        foreach (var function in functions)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, function.Tool.Name);
            writer.WriteString("description"u8, function.Tool.Description);
            writer.WritePropertyName("parameters"u8);
            function.Schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string NameOf(AITool tool) => tool switch
    {
        HostedWebSearchTool => "googleSearch",
        HostedCodeInterpreterTool => "codeExecution",
        _ => throw new AxleException(ErrorKind.Validation, $"Gemini cannot be offered a tool of type {tool.GetType().Name}. Leave it out, or ask another provider."),
    };

    private static void WriteChoice(Utf8JsonWriter writer, ChatToolMode? mode, bool hasFunctions, bool hasHosted)
    {
        var chooses = hasFunctions && mode is NoneChatToolMode or RequiredChatToolMode;
        var mixes = hasFunctions && hasHosted;
        if (!chooses && !mixes)
            return;
        writer.WriteStartObject("toolConfig"u8);
        if (mixes)
            writer.WriteBoolean("includeServerSideToolInvocations"u8, true);
        if (chooses)
        {
            writer.WriteStartObject("functionCallingConfig"u8);
            writer.WriteString("mode"u8, mode is NoneChatToolMode ? "NONE"u8 : "ANY"u8);
            if (mode is RequiredChatToolMode { RequiredFunctionName: { } name })
            {
                writer.WriteStartArray("allowedFunctionNames"u8);
                writer.WriteStringValue(name);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
