using System.Text.Json;
using Axle.Models;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Writes what a call consumed.</summary>
internal static class UsageWriter
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, ModelUsage usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, usage.InputTokens);
        writer.WriteNumber("completion_tokens"u8, usage.OutputTokens);
        writer.WriteNumber("total_tokens"u8, usage.InputTokens + usage.OutputTokens);
        writer.WriteStartObject("prompt_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, usage.CachedInputTokens);
        writer.WriteNumber("audio_tokens"u8, usage.AudioInputTokens);
        writer.WriteEndObject();
        writer.WriteStartObject("completion_tokens_details"u8);
        writer.WriteNumber("reasoning_tokens"u8, usage.ReasoningTokens);
        writer.WriteNumber("audio_tokens"u8, usage.AudioOutputTokens);
        writer.WriteNumber("accepted_prediction_tokens"u8, usage.AcceptedPredictionTokens);
        writer.WriteNumber("rejected_prediction_tokens"u8, usage.RejectedPredictionTokens);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
