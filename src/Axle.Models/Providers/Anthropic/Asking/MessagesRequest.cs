using System.Text.Json;
using Axle.Models.Wire.Conversations;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>Writes a request of the Messages API.</summary>
internal static class MessagesRequest
{
    private const int DefaultMaxTokens = 8192;

    public static ReadOnlyMemory<byte> Write(IEnumerable<ChatMessage> messages, ChatOptions? options, string model, string provider, bool stream)
    {
        var name = options?.ModelId ?? model;
        var claude = ClaudeModel.Of(name);
        var conversation = Conversation.Of(messages, options, ContentWriting.IsSaid);
        return JsonConnection.Body(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, name);
            var limit = options?.MaxOutputTokens ?? DefaultMaxTokens;
            writer.WriteNumber("max_tokens"u8, limit);
            if (stream)
                writer.WriteBoolean("stream"u8, true);
            WriteConversation(writer, conversation, PromptCaching.LifetimeOf(options));
            ToolsWriting.Write(writer, options, claude, provider);
            var reasoning = MayThink(conversation, options, claude) ? options?.Reasoning : null;
            var thinks = ThinkingWriting.Write(writer, reasoning, claude, limit);
            WriteOutput(writer, options, reasoning, claude);
            WriteSampling(writer, options, claude, thinks);
            writer.WriteEndObject();
        });
    }

    // A model that must call a tool may not think before. One that is told a number of tokens must see the thoughts that led to the calls under way,
    // signed; clients of other interfaces and models of other providers have none.
    private static bool MayThink(Conversation conversation, ChatOptions? options, ClaudeModel claude)
    {
        if (options?.ToolMode is RequiredChatToolMode && !claude.RefusesForcedTools)
            return false;
        if (claude.ThinksAdaptively)
            return true;
        Turn? began = null;
        for (var i = conversation.Turns.Count - 1; i > 0 && conversation.Turns[i].Contents.Exists(static c => c is FunctionResultContent); i -= 2)
            began = conversation.Turns[i - 1];
        return began is null || ContentWriting.BeginsWithThoughts(began.Contents);
    }

    private static void WriteConversation(Utf8JsonWriter writer, Conversation conversation, string? cache)
    {
        if (conversation.Instructions.Count > 0)
        {
            writer.WriteStartArray("system"u8);
            ContentWriting.WriteAll(writer, conversation.Instructions, cache);
            writer.WriteEndArray();
        }

        writer.WriteStartArray("messages"u8);
        for (var i = 0; i < conversation.Turns.Count; i++)
        {
            var turn = conversation.Turns[i];
            var isLast = i == conversation.Turns.Count - 1;
            writer.WriteStartObject();
            writer.WriteString("role"u8, turn.IsModel ? "assistant"u8 : "user"u8);
            writer.WriteStartArray("content"u8);
            // Results come before anything else that the user says: the protocol demands it.
            ContentWriting.WriteAll(
                writer, turn.IsModel ? turn.Contents : [.. turn.Contents.OrderBy(c => c is not FunctionResultContent)], isLast ? cache : null);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOutput(Utf8JsonWriter writer, ChatOptions? options, ReasoningOptions? reasoning, ClaudeModel claude)
    {
        var schema = claude.HasSchemas && options?.ResponseFormat is ChatResponseFormatJson { Schema: { } given } ? given : default;
        var effort = claude.ThinksAdaptively ? ThinkingWriting.EffortOf(reasoning, claude) : null;
        if (schema.ValueKind != JsonValueKind.Object && effort is null)
            return;
        writer.WriteStartObject("output_config"u8);
        if (effort is not null)
            writer.WriteString("effort"u8, effort);
        if (schema.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WritePropertyName("schema"u8);
            ClosedSchema.Write(writer, schema);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatOptions? options, ClaudeModel claude, bool thinks)
    {
        if (options?.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop_sequences"u8);
            foreach (var stop in stops)
                writer.WriteStringValue(stop);
            writer.WriteEndArray();
        }

        // Thinking excludes all of these, and newer models know none of them.
        if (options is null || thinks || claude.RefusesSampling)
            return;
        if (options.TopK is { } topK)
            writer.WriteNumber("top_k"u8, topK);
        if (options.Temperature is { } temperature)
            writer.WriteNumber("temperature"u8, Math.Clamp(temperature, 0, 1));
        else if (options.TopP is { } topP)
            writer.WriteNumber("top_p"u8, topP);
    }
}
