using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.ChatCompletions;

/// <summary>Reads completions into the shared chat types. What is not there, or of another type than expected, is absent; nothing unknown disturbs.</summary>
internal static class CompletionReading
{
    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="FormatException">It is no completion.</exception>
    public static ChatResponse ToResponse(JsonElement root)
    {
        var choice = Choice(root);
        if (choice.Field("message") is not { ValueKind: JsonValueKind.Object } sent)
            throw new FormatException("The answer holds no message.");

        var id = root.Text("id");
        var message = new ChatMessage(ChatRole.Assistant, []) { MessageId = id };
        MessageParts.AddThoughts(message.Contents, sent);
        MessageParts.AddContent(message.Contents, sent);
        var calls = 0;
        foreach (var call in sent.Items("tool_calls"))
            message.Contents.Add(ToolCall(call, $"{id}-{calls++}"));
        if (sent.Field("function_call") is { ValueKind: JsonValueKind.Object } old)
            message.Contents.Add(ToolArguments.Call(id ?? "function_call", old.Text("name") ?? "", Arguments(old, "arguments")));

        return new ChatResponse(message)
        {
            ResponseId = id,
            ModelId = root.Text("model"),
            CreatedAt = Created(root),
            FinishReason = MessageParts.IsRefused(sent) ? ChatFinishReason.ContentFilter : Reason(choice.Text("finish_reason")) ?? ChatFinishReason.Stop,
            Usage = OpenAiUsage.Read(UsageOf(root)),
            AdditionalProperties = Tier(root),
        };
    }

    /// <summary>The first choice; undefined when there is none.</summary>
    public static JsonElement Choice(JsonElement root)
    {
        foreach (var choice in root.Items("choices"))
        {
            if (choice.Count("index") is null or 0)
                return choice;
        }

        return default;
    }

    /// <summary>The usage object, also where Groq keeps it.</summary>
    public static JsonElement UsageOf(JsonElement root) =>
        root.Field("usage") is { ValueKind: JsonValueKind.Object } usage ? usage : root.Field("x_groq").Field("usage");

    /// <summary>The shared name of a reason; null when none is given.</summary>
    public static ChatFinishReason? Reason(string? reason) => reason switch
    {
        null or "" => null,
        "stop" or "eos" or "end_turn" or "stop_sequence" or "STOP" => ChatFinishReason.Stop,
        "length" or "max_tokens" or "MAX_TOKENS" or "model_length" => ChatFinishReason.Length,
        "tool_calls" or "function_call" or "tool_use" => ChatFinishReason.ToolCalls,
        "content_filter" or "safety" or "SAFETY" or "refusal" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };

    /// <summary>When the answer was made.</summary>
    public static DateTimeOffset? Created(JsonElement root) =>
        root.Count("created") is > 0 and < 253_402_300_800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>The tier that served the call, which decides its price; null for the usual one.</summary>
    public static AdditionalPropertiesDictionary? Tier(JsonElement root) =>
        root.Text("service_tier") is { Length: > 0 } tier and not ("default" or "auto") ? new() { ["service_tier"] = tier } : null;

    /// <summary>A call's arguments: text, or an object with servers that do not pack it.</summary>
    public static string Arguments(JsonElement holder, string name) => holder.Field(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Object } value => value.GetRawText(),
        _ => "",
    };

    private static FunctionCallContent ToolCall(JsonElement call, string spareId)
    {
        var id = call.Text("id") is { Length: > 0 } given ? given : spareId;
        if (call.Field("custom") is { ValueKind: JsonValueKind.Object } custom)
            return new FunctionCallContent(id, custom.Text("name") ?? "", new Dictionary<string, object?> { ["input"] = custom.Text("input") });
        var function = call.Field("function");
        return ToolArguments.Call(id, function.Text("name") ?? "", Arguments(function, "arguments"));
    }
}
