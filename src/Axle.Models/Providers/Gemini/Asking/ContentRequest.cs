using System.Text.Json;
using Axle.Models.Wire.Conversations;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini.Asking;

/// <summary>Writes a request of <c>generateContent</c> and <c>streamGenerateContent</c>.</summary>
internal static class ContentRequest
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<ChatMessage> messages, ChatOptions? options, string model, string provider)
    {
        var gemini = GeminiModel.Of(model);
        var conversation = Conversation.Of(messages, options, PartsWriting.IsSaid);
        return JsonConnection.Body(writer =>
        {
            writer.WriteStartObject();
            WriteConversation(writer, conversation, gemini);
            ToolsWriting.Write(writer, options, gemini, provider);
            writer.WriteStartObject("generationConfig"u8);
            WriteGeneration(writer, options, gemini);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static void WriteConversation(Utf8JsonWriter writer, Conversation conversation, GeminiModel gemini)
    {
        var parts = new PartsWriting(writer, gemini);
        if (conversation.Instructions.Count > 0)
        {
            writer.WriteStartObject("systemInstruction"u8);
            parts.WriteAll(conversation.Instructions);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("contents"u8);
        foreach (var turn in conversation.Turns)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, turn.IsModel ? "model"u8 : "user"u8);
            parts.WriteAll(turn.Contents);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteGeneration(Utf8JsonWriter writer, ChatOptions? options, GeminiModel gemini)
    {
        if (options is null)
            return;
        if (options.MaxOutputTokens is { } limit)
            writer.WriteNumber("maxOutputTokens"u8, limit);
        if (options.Temperature is { } temperature)
            writer.WriteNumber("temperature"u8, temperature);
        if (options.TopP is { } topP)
            writer.WriteNumber("topP"u8, topP);
        if (options.TopK is { } topK)
            writer.WriteNumber("topK"u8, topK);
        if (options.Seed is { } seed)
            writer.WriteNumber("seed"u8, unchecked((int)seed));
        if (options.PresencePenalty is { } presence)
            writer.WriteNumber("presencePenalty"u8, presence);
        if (options.FrequencyPenalty is { } frequency)
            writer.WriteNumber("frequencyPenalty"u8, frequency);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stopSequences"u8);
            foreach (var stop in stops)
                writer.WriteStringValue(stop);
            writer.WriteEndArray();
        }

        WriteFormat(writer, options, gemini);
        WriteThinking(writer, options.Reasoning, gemini);
    }

    // Older models take JSON mode or tools, not both; the prompt still asks for JSON.
    private static void WriteFormat(Utf8JsonWriter writer, ChatOptions options, GeminiModel gemini)
    {
        if (WantsPictures(options))
        {
            writer.WriteStartArray("responseModalities"u8);
            writer.WriteStringValue("TEXT"u8);
            writer.WriteStringValue("IMAGE"u8);
            writer.WriteEndArray();
        }

        if (options.ResponseFormat is not ChatResponseFormatJson json || (options.Tools is { Count: > 0 } && !gemini.MixesTools))
            return;
        writer.WriteString("responseMimeType"u8, "application/json"u8);
        if (json.Schema is { } schema && gemini.HasSchemas)
        {
            writer.WritePropertyName("responseJsonSchema"u8);
            schema.WriteTo(writer);
        }
    }

    // Said by a tool of ours, or in the words of OpenAI's interface.
    private static bool WantsPictures(ChatOptions options) =>
        options.Tools?.Any(static t => t is HostedImageGenerationTool) is true ||
        (options.AdditionalProperties?.GetValueOrDefault("modalities") is JsonElement { ValueKind: JsonValueKind.Array } modalities &&
            modalities.EnumerateArray().Any(static m => m.ValueKind == JsonValueKind.String && m.ValueEquals("image"u8)));

    private static void WriteThinking(Utf8JsonWriter writer, ReasoningOptions? reasoning, GeminiModel gemini)
    {
        if (reasoning is null || !gemini.CanThink)
            return;
        writer.WriteStartObject("thinkingConfig"u8);
        writer.WriteBoolean("includeThoughts"u8, reasoning.Output is not ReasoningOutput.None && reasoning.Effort is not ReasoningEffort.None);
        if (reasoning.Effort is { } effort)
        {
            if (gemini.HasThinkingLevels)
                writer.WriteString("thinkingLevel"u8, LevelOf(effort, gemini));
            else
                writer.WriteNumber("thinkingBudget"u8, BudgetOf(effort, gemini));
        }

        writer.WriteEndObject();
    }

    private static string LevelOf(ReasoningEffort effort, GeminiModel gemini) => effort switch
    {
        ReasoningEffort.None => gemini.IsPro ? "low" : "minimal",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        _ => "high",
    };

    private static int BudgetOf(ReasoningEffort effort, GeminiModel gemini) => effort switch
    {
        ReasoningEffort.None => gemini.IsPro ? 128 : 0,
        ReasoningEffort.Low => 1024,
        ReasoningEffort.Medium => 8192,
        ReasoningEffort.High => 16_384,
        _ => 24_576,
    };
}
