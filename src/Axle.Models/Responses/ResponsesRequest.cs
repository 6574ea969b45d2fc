using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Axle.Models.Wire.ToolSchemas;
using Microsoft.Extensions.AI;

namespace Axle.Models.Responses;

/// <summary>Writes a request as the Responses API wants it. Nothing is stored at the provider unless the caller says so.</summary>
internal static class ResponsesRequest
{
    private static readonly string[] Known =
    [
        "user", "metadata", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "truncation", "max_tool_calls",
        "previous_response_id", "top_logprobs", "context_management",
    ];

    public static void Write(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, ChatOptions? options, string model, string provider, bool stream)
    {
        options ??= new ChatOptions();
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        if (!string.IsNullOrEmpty(options.Instructions))
            writer.WriteString("instructions"u8, options.Instructions);
        writer.WriteStartArray("input"u8);
        new ResponsesInput(writer).Write(messages);
        writer.WriteEndArray();
        WriteLimits(writer, options);
        WriteReasoning(writer, options, model);
        WriteTools(writer, options, provider);
        WriteText(writer, options);
        PassThrough.Write(writer, options, Known);
        writer.WriteBoolean("store"u8, options.AdditionalProperties?.TryGetValue("store", out var store) is true && IsTrue(store));
        if (stream)
            writer.WriteBoolean("stream"u8, true);
        writer.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.Temperature is { } temperature)
            writer.WriteNumber("temperature"u8, temperature);
        if (options.TopP is { } share)
            writer.WriteNumber("top_p"u8, share);
        if (options.MaxOutputTokens is { } limit)
            writer.WriteNumber("max_output_tokens"u8, limit);
    }

    private static void WriteReasoning(Utf8JsonWriter writer, ChatOptions options, string model)
    {
        var effort = ReasoningEfforts.Of(options);
        var summary = options.Reasoning?.Output switch
        {
            ReasoningOutput.Summary => "auto",
            ReasoningOutput.Full => "detailed",
            _ => null,
        };
        if (effort is not null || summary is not null)
        {
            writer.WriteStartObject("reasoning"u8);
            if (effort is not null)
                writer.WriteString("effort"u8, effort);
            if (summary is not null)
                writer.WriteString("summary"u8, summary);
            writer.WriteEndObject();
        }

        // Models that do not reason refuse to be asked for sealed thoughts.
        if (effort is null && summary is null && !Reasons(model))
            return;
        writer.WriteStartArray("include"u8);
        writer.WriteStringValue("reasoning.encrypted_content"u8);
        writer.WriteEndArray();
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions options, string provider)
    {
        if (options.Tools is not { Count: > 0 } all)
            return;
        writer.WriteStartArray("tools"u8);
        foreach (var tool in ToolEmitter.Emit(options, SchemaDialect.OpenAi, provider))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteString("name"u8, tool.Tool.Name);
            if (tool.Tool.Description.Length > 0)
                writer.WriteString("description"u8, tool.Tool.Description);
            writer.WritePropertyName("parameters"u8);
            tool.Schema.WriteTo(writer);
            // Said always: this interface takes silence for strict.
            writer.WriteBoolean("strict"u8, tool.IsStrict);
            writer.WriteEndObject();
        }

        foreach (var tool in all)
            WriteHostedTool(writer, tool);
        writer.WriteEndArray();
        WriteChoice(writer, options.ToolMode);
        if (options.AllowMultipleToolCalls is { } several)
            writer.WriteBoolean("parallel_tool_calls"u8, several);
        else
            PassThrough.Write(writer, options, "parallel_tool_calls");
    }

    private static void WriteHostedTool(Utf8JsonWriter writer, AITool tool)
    {
        switch (tool)
        {
            case HostedWebSearchTool:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "web_search"u8);
                writer.WriteEndObject();
                break;
            case HostedCodeInterpreterTool:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "code_interpreter"u8);
                writer.WriteStartObject("container"u8);
                writer.WriteString("type"u8, "auto"u8);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatToolMode? mode)
    {
        switch (mode)
        {
            case NoneChatToolMode:
                writer.WriteString("tool_choice"u8, "none"u8);
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice"u8);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteString("name"u8, name);
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice"u8, "required"u8);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ChatOptions options)
    {
        object? verbosity = null;
        var hasVerbosity = options.AdditionalProperties?.TryGetValue("verbosity", out verbosity) is true && verbosity is not null;
        var json = options.ResponseFormat as ChatResponseFormatJson;
        if (json is null && !hasVerbosity)
            return;
        writer.WriteStartObject("text"u8);
        if (json is not null)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, json.Schema is null ? "json_object"u8 : "json_schema"u8);
            if (json.Schema is { } schema)
                AnswerFormat.Write(writer, json, schema);
            writer.WriteEndObject();
        }

        if (hasVerbosity)
        {
            writer.WritePropertyName("verbosity"u8);
            ToolArguments.WriteValue(writer, verbosity);
        }

        writer.WriteEndObject();
    }

    private static bool IsTrue(object? value) => value is true or JsonElement { ValueKind: JsonValueKind.True };

    private static bool Reasons(string model) =>
        !model.Contains("chat", StringComparison.Ordinal) &&
        (model.StartsWith("gpt-5", StringComparison.Ordinal) || model is ['o', >= '1' and <= '9', ..] || model.Contains("codex", StringComparison.Ordinal));
}
