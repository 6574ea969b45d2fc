using System.Text.Json;

namespace Axle.Models.Tests.Wire;

/// <summary>Whole answers in the providers' own formats.</summary>
internal static class WireAnswers
{
    public static string Anthropic(string text, string stopReason = "end_turn") => $$$"""
        {"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[{"type":"text","text":{{{JsonSerializer.Serialize(text)}}}}],
         "stop_reason":"{{{stopReason}}}","stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":7,"output_tokens":5}}
        """;

    public static string Completion(string text, string finishReason = "stop") => $$$"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1721208559,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,
         "message":{"role":"assistant","content":{{{JsonSerializer.Serialize(text)}}},"refusal":null},"logprobs":null,"finish_reason":"{{{finishReason}}}"}],
         "usage":{"prompt_tokens":40,"completion_tokens":13,"total_tokens":53,"prompt_tokens_details":{"cached_tokens":8} } }
        """;

    public static string Gemini(string text, string finishReason = "STOP") => $$$"""
        {"candidates":[{"content":{"parts":[{"text":{{{JsonSerializer.Serialize(text)}}}}],"role":"model"},"finishReason":"{{{finishReason}}}","index":0}],
         "usageMetadata":{"promptTokenCount":30,"candidatesTokenCount":6,"thoughtsTokenCount":4,"cachedContentTokenCount":9,"totalTokenCount":40},
         "modelVersion":"gemini-2.5-flash","responseId":"r1"}
        """;

    public static string For(string provider, string text) => provider switch
    {
        "anthropic" => Anthropic(text),
        "gemini" => Gemini(text),
        _ => Completion(text),
    };

    /// <summary>The fixture with a stream that says "Good day" and calls a tool.</summary>
    public static string StreamFixture(string provider) => provider switch
    {
        "anthropic" => "anthropic-stream.txt",
        "gemini" => "gemini-stream.txt",
        _ => "completions-stream.txt",
    };
}
