using Axle.Models.Answers;
using Microsoft.Extensions.AI;

namespace Axle.Models.Cache;

/// <summary>Makes of a kept answer what a model would have sent. It consumed nothing, and says so.</summary>
internal static class AnswerReplay
{
    private const int PieceLength = 200;

    /// <summary>As one answer. Each call makes a new one: callers may change it.</summary>
    public static ChatResponse ToResponse(CachedAnswer answer, ChatOptions? options)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text))
        {
            ModelId = answer.AnsweringModel ?? answer.Model,
            CreatedAt = answer.CreatedAt,
            FinishReason = ChatFinishReason.Stop,
            Usage = Nothing(),
        };
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: not null } && AnswerJson.TryFind(answer.Text, out var json))
            new CheckedAnswer(json, 0).PutOn(response);
        return response;
    }

    /// <summary>As a stream, in pieces.</summary>
    public static IEnumerable<ChatResponseUpdate> ToUpdates(CachedAnswer answer)
    {
        var messageId = answer.Key[..Math.Min(answer.Key.Length, 16)];
        for (var at = 0; at < answer.Text.Length;)
        {
            var end = Math.Min(at + PieceLength, answer.Text.Length);
            // A pair of surrogates is one character and stays together.
            if (end < answer.Text.Length && char.IsLowSurrogate(answer.Text[end]))
                end++;
            yield return Update(answer, messageId, new TextContent(answer.Text[at..end]));
            at = end;
        }

        var last = Update(answer, messageId, new UsageContent(Nothing()));
        last.FinishReason = ChatFinishReason.Stop;
        yield return last;
    }

    private static ChatResponseUpdate Update(CachedAnswer answer, string messageId, AIContent content) => new(ChatRole.Assistant, [content])
    {
        MessageId = messageId,
        ModelId = answer.AnsweringModel ?? answer.Model,
        CreatedAt = answer.CreatedAt,
    };

    private static UsageDetails Nothing() => new() { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 };
}
