using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Axle.Models.Wire.ToolSchemas;
using Microsoft.Extensions.AI;

namespace Axle.Models.ChatCompletions;

/// <summary>Writes a request as chat completions wants it.</summary>
internal static class CompletionRequest
{
    private static readonly string[] Known =
    [
        "user", "metadata", "service_tier", "store", "logit_bias", "prediction", "verbosity", "safety_identifier", "prompt_cache_key",
        "prompt_cache_retention", "modalities", "audio", "web_search_options",
    ];
    private static readonly string[] KnownToOthers =
    [
        "min_p", "top_a", "repetition_penalty", "chat_template_kwargs", "guided_json", "guided_regex", "guided_choice", "guided_grammar", "extra_body",
        "thinking", "enable_thinking", "reasoning", "provider", "models", "transforms", "plugins", "keep_alive", "options", "safe_prompt", "search_parameters",
    ];

    public static void Write(
        Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, ChatOptions? options, string model, string provider, CompletionsDialect dialect, bool stream)
    {
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        writer.WriteStartArray("messages"u8);
        CompletionMessages.Write(writer, messages, options?.Instructions, dialect);
        writer.WriteEndArray();
        if (options is not null)
            WriteOptions(writer, options, provider, dialect);
        if (stream)
        {
            writer.WriteBoolean("stream"u8, true);
            writer.WriteStartObject("stream_options"u8);
            writer.WriteBoolean("include_usage"u8, true);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter writer, ChatOptions options, string provider, CompletionsDialect dialect)
    {
        WriteNumber(writer, "temperature"u8, options.Temperature);
        WriteNumber(writer, "top_p"u8, options.TopP);
        WriteNumber(writer, "frequency_penalty"u8, options.FrequencyPenalty);
        WriteNumber(writer, "presence_penalty"u8, options.PresencePenalty);
        if (options.MaxOutputTokens is { } limit)
            writer.WriteNumber(dialect == CompletionsDialect.OpenAi ? "max_completion_tokens"u8 : "max_tokens"u8, limit);
        if (options.Seed is { } seed)
            writer.WriteNumber("seed"u8, seed);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop"u8);
            foreach (var stop in stops)
                writer.WriteStringValue(stop);
            writer.WriteEndArray();
        }

        if (ReasoningEfforts.Of(options) is { } effort)
            writer.WriteString("reasoning_effort"u8, effort);
        WriteTools(writer, options, provider);
        WriteFormat(writer, options);
        PassThrough.Write(writer, options, Known);
        if (dialect == CompletionsDialect.Compatible)
        {
            if (options.TopK is { } best)
                writer.WriteNumber("top_k"u8, best);
            PassThrough.Write(writer, options, KnownToOthers);
        }
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions options, string provider)
    {
        if (options.Tools is not { Count: > 0 })
            return;
        var tools = ToolEmitter.Emit(options, SchemaDialect.OpenAi, provider);
        if (tools.Count == 0)
            return;

        writer.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, tool.Tool.Name);
            if (tool.Tool.Description.Length > 0)
                writer.WriteString("description"u8, tool.Tool.Description);
            writer.WritePropertyName("parameters"u8);
            tool.Schema.WriteTo(writer);
            if (tool.IsStrict)
                writer.WriteBoolean("strict"u8, true);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteChoice(writer, options.ToolMode);
        if (options.AllowMultipleToolCalls is { } several)
            writer.WriteBoolean("parallel_tool_calls"u8, several);
        else
            PassThrough.Write(writer, options, "parallel_tool_calls");
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
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice"u8, "required"u8);
                break;
            case AutoChatToolMode:
                writer.WriteString("tool_choice"u8, "auto"u8);
                break;
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.ResponseFormat is not ChatResponseFormatJson json)
            return;
        writer.WriteStartObject("response_format"u8);
        if (json.Schema is not { } schema)
        {
            writer.WriteString("type"u8, "json_object"u8);
        }
        else
        {
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WriteStartObject("json_schema"u8);
            AnswerFormat.Write(writer, json, schema);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // A float written as double would show its binary noise.
    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, float? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }
}
