using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Reading;

/// <summary>Reads why an answer ends. Reasons without a word of their own in the shared types keep Anthropic's, such as <c>pause_turn</c>.</summary>
internal static class StopReasons
{
    /// <summary>Anthropic's own tools took so long that the turn was cut in two: it goes on when its first part is sent back.</summary>
    public static readonly ChatFinishReason Paused = new("pause_turn");

    public static ChatFinishReason? Read(string? reason) => reason switch
    {
        null => null,
        "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
        "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
        "tool_use" => ChatFinishReason.ToolCalls,
        "refusal" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };
}
