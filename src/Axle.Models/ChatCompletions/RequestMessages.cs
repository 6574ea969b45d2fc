using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;
using WireMessage = OpenAI.Chat.ChatMessage;

namespace Axle.Models.ChatCompletions;

/// <summary>Writes a conversation as chat completions wants it: tool results are messages of their own, one a call.</summary>
internal static class RequestMessages
{
    public static IEnumerable<WireMessage> From(IEnumerable<AiMessage> messages, ChatOptions? options)
    {
        if (!string.IsNullOrEmpty(options?.Instructions))
            yield return new SystemChatMessage(options.Instructions);

        foreach (var message in messages)
        {
            foreach (var written in Write(message))
                yield return written;
        }
    }

    private static IEnumerable<WireMessage> Write(AiMessage message)
    {
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
            yield return new ToolChatMessage(result.CallId, ResultText(result));

        if (message.Role == ChatRole.System)
            yield return new SystemChatMessage(message.Text);
        else if (message.Role == ChatRole.Assistant)
            yield return WriteAssistant(message);
        else if (message.Role == ChatRole.User && Parts(message) is { Count: > 0 } parts)
            yield return new UserChatMessage(parts);
    }

    private static AssistantChatMessage WriteAssistant(AiMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(c => ChatToolCall.CreateFunctionToolCall(c.CallId, c.Name, BinaryData.FromObjectAsJson(c.Arguments ?? new Dictionary<string, object?>())))
            .ToList();
        if (calls.Count == 0)
            return new AssistantChatMessage(message.Text);

        var written = new AssistantChatMessage(calls);
        if (message.Text.Length > 0)
            written.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        return written;
    }

    private static List<ChatMessageContentPart> Parts(AiMessage message)
    {
        var parts = new List<ChatMessageContentPart>();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    parts.Add(ChatMessageContentPart.CreateTextPart(text.Text));
                    break;
                case DataContent data when data.HasTopLevelMediaType("image"):
                    parts.Add(ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType));
                    break;
                case UriContent uri when uri.HasTopLevelMediaType("image"):
                    parts.Add(ChatMessageContentPart.CreateImagePart(uri.Uri));
                    break;
                case FunctionResultContent:
                    break;
                default:
                    throw new AxleException(ErrorKind.Validation, $"A message holds {content.GetType().Name}, which chat completions cannot carry. Send text or images.");
            }
        }

        return parts;
    }

    private static string ResultText(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is null ? "" : "The tool failed.",
        string text => text,
        JsonElement json => json.GetRawText(),
        var other => JsonSerializer.Serialize(other, AIJsonUtilities.DefaultOptions),
    };
}
