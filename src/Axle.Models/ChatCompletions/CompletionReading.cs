using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;
using AiReason = Microsoft.Extensions.AI.ChatFinishReason;
using WireReason = OpenAI.Chat.ChatFinishReason;

namespace Axle.Models.ChatCompletions;

/// <summary>Reads completions into the shared chat types.</summary>
internal static class CompletionReading
{
    public static ChatResponse ToResponse(ChatCompletion completion)
    {
        var message = new AiMessage(ChatRole.Assistant, []) { MessageId = completion.Id };
        foreach (var part in completion.Content.Where(p => p.Kind == ChatMessageContentPartKind.Text && !string.IsNullOrEmpty(p.Text)))
            message.Contents.Add(new TextContent(part.Text));
        foreach (var call in completion.ToolCalls)
            message.Contents.Add(Call(call.Id, call.FunctionName, call.FunctionArguments.ToString()));

        return new ChatResponse(message)
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = string.IsNullOrEmpty(completion.Refusal) ? Reason(completion.FinishReason) : AiReason.ContentFilter,
            Usage = Usage(completion.Usage),
        };
    }

    public static AiReason Reason(WireReason reason) => reason switch
    {
        WireReason.Length => AiReason.Length,
        WireReason.ToolCalls or WireReason.FunctionCall => AiReason.ToolCalls,
        WireReason.ContentFilter => AiReason.ContentFilter,
        _ => AiReason.Stop,
    };

    public static UsageDetails? Usage(ChatTokenUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    /// <summary>A tool call; arguments that are no JSON object are kept out and the fault is told to whoever runs the tool.</summary>
    public static FunctionCallContent Call(string id, string name, string arguments)
    {
        try
        {
            var read = arguments.Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments, AIJsonUtilities.DefaultOptions);
            return new FunctionCallContent(id, name, read);
        }
        catch (JsonException e)
        {
            return new FunctionCallContent(id, name) { Exception = e };
        }
    }
}
