using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini.Reading;

/// <summary>Reads why an answer ends.</summary>
internal static class FinishReasons
{
    /// <summary>The reason as the shared types name it; null while there is none.</summary>
    /// <param name="root">The answer.</param>
    /// <param name="hasCalls">Whether it calls functions: Gemini says <c>STOP</c> then too.</param>
    public static ChatFinishReason? Read(JsonElement root, bool hasCalls)
    {
        if (root.Field("promptFeedback").Text("blockReason") is { } blocked && blocked != "BLOCK_REASON_UNSPECIFIED")
            return ChatFinishReason.ContentFilter;
        return Candidate(root).Text("finishReason") switch
        {
            null or "FINISH_REASON_UNSPECIFIED" => null,
            "STOP" => hasCalls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            "MAX_TOKENS" => ChatFinishReason.Length,
            { } reason when IsRefusal(reason) => ChatFinishReason.ContentFilter,
            { } reason => new ChatFinishReason(reason.ToLowerInvariant()),
        };
    }

    /// <summary>Gemini's own word when the answer broke off and is of no use; null otherwise.</summary>
    public static string? Fault(JsonElement root) => Candidate(root).Text("finishReason") switch
    {
        "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" or "MISSING_THOUGHT_SIGNATURE" or "MALFORMED_RESPONSE"
            or "NO_IMAGE" or "IMAGE_OTHER" or "OTHER" => Candidate(root).Text("finishReason"),
        _ => null,
    };

    /// <summary>The one answer that is asked for.</summary>
    public static JsonElement Candidate(JsonElement root) => root.Items("candidates").FirstOrDefault();

    private static bool IsRefusal(string reason) => reason is "SAFETY" or "RECITATION" or "LANGUAGE" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII"
        or "MODEL_ARMOR" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION";
}
